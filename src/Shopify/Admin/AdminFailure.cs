namespace Shopkeeper.Shopify.Admin;

/// <summary>Why a call failed: codes and numbers only. Nothing of a body's text is kept; it can hold secrets.</summary>
public sealed record AdminFailure
{
    /// <summary>What went wrong.</summary>
    public required AdminFailureKind Kind { get; init; }

    /// <summary>The HTTP status, when there was an answer.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// Shopify's own code, such as <see cref="AdminErrorCodes.AccessDenied"/>; only <c>[A-Z0-9_]</c>, at most 64.
    /// </summary>
    public string? ErrorCode { get; init; }

    /// <summary>How long Shopify asks to wait, when it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when Shopify may have carried the request out although no success was seen.</summary>
    public bool MayHaveHappened =>
        Kind is AdminFailureKind.Unreachable or AdminFailureKind.ServerError or AdminFailureKind.Unreadable;

    /// <summary>
    /// A stable word for evidence and logs: <c>unauthorized</c>, <c>frozen</c>, <c>forbidden</c>, <c>not-found</c>,
    /// <c>locked</c>, <c>throttled</c>, <c>rejected</c>, <c>server-error</c>, <c>unreachable</c>, <c>unreadable</c>,
    /// <c>redirected</c>, or <c>refused</c>. <c>refused</c> and <c>forbidden</c> are followed by Shopify's code if it
    /// gave one: <c>refused-access-denied</c>.
    /// </summary>
    public string Code => Kind switch
    {
        AdminFailureKind.Unauthorized => "unauthorized",
        AdminFailureKind.PaymentRequired => "frozen",
        AdminFailureKind.Forbidden when ErrorCode is not null => "forbidden-" + Kebab(ErrorCode),
        AdminFailureKind.Forbidden => "forbidden",
        AdminFailureKind.NotFound => "not-found",
        AdminFailureKind.Locked => "locked",
        AdminFailureKind.Throttled => "throttled",
        AdminFailureKind.Rejected => "rejected",
        AdminFailureKind.ServerError => "server-error",
        AdminFailureKind.Unreachable => "unreachable",
        AdminFailureKind.Unreadable => "unreadable",
        AdminFailureKind.Redirected => "redirected",
        _ when ErrorCode is not null => "refused-" + Kebab(ErrorCode),
        _ => "refused",
    };

    private static string Kebab(string code) => string.Create(code.Length, code, static (span, text) =>
    {
        for (var index = 0; index < span.Length; index++)
            span[index] = text[index] == '_' ? '-' : char.ToLowerInvariant(text[index]);
    });
}
