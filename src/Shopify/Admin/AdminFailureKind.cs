namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// The closed set of ways in which a call to Shopify fails (https://shopify.dev/docs/api/usage/response-codes). None
/// of them but <see cref="Unauthorized"/> says anything about an installation's end, and that one not alone.
/// </summary>
public enum AdminFailureKind
{
    /// <summary>401: the token is not, or no longer, valid.</summary>
    Unauthorized = 1,

    /// <summary>
    /// 402, <c>SHOP_INACTIVE</c>, or a 403 that says "Unavailable Shop": the shop is frozen or paused.
    /// </summary>
    PaymentRequired = 2,

    /// <summary>
    /// 403 that is neither a frozen shop's nor a missing scope's; <see cref="AdminErrorCodes.NonExpiringToken"/> says
    /// that only a new grant helps.
    /// </summary>
    Forbidden = 3,

    /// <summary>404: also a closed shop.</summary>
    NotFound = 4,

    /// <summary>423: the shop is locked.</summary>
    Locked = 5,

    /// <summary>429, or <c>THROTTLED</c> in a GraphQL answer.</summary>
    Throttled = 6,

    /// <summary>430: Shopify holds the request to be malicious.</summary>
    Rejected = 7,

    /// <summary>5xx, or <c>INTERNAL_SERVER_ERROR</c> in a GraphQL answer.</summary>
    ServerError = 8,

    /// <summary>No answer: time-out, dropped connection, name not resolved.</summary>
    Unreachable = 9,

    /// <summary>A 2xx whose body is not what the call answers with: HTML, cut off, too large, another shape.</summary>
    Unreadable = 10,

    /// <summary>3xx: redirects are never followed, so that a token goes nowhere else.</summary>
    Redirected = 11,

    /// <summary>Shopify understood and declined: another 4xx, GraphQL errors or user errors.</summary>
    Refused = 12,
}
