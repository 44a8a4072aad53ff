using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Access;

/// <summary>What Shopify's answers say about an installation's access. Pure.</summary>
internal static class AccessRules
{
    /// <summary>The state that a failed call shows; null when it says nothing about access.</summary>
    /// <param name="kind">How the call failed.</param>
    /// <param name="errorCode">Shopify's code, or one of ours in its stead.</param>
    /// <param name="hadExpired">True when the token had expired by our clock: its 401 is what is to be
    /// expected.</param>
    public static AccessState? StateOf(AdminFailureKind kind, string? errorCode, bool hadExpired) => kind switch
    {
        AdminFailureKind.Unauthorized => hadExpired ? null : AccessState.Refused,
        AdminFailureKind.PaymentRequired => AccessState.Frozen,
        AdminFailureKind.NotFound => AccessState.Closed,
        AdminFailureKind.Locked => AccessState.Locked,
        AdminFailureKind.Forbidden when errorCode == AdminErrorCodes.NonExpiringToken => AccessState.NeedsGrant,
        AdminFailureKind.Forbidden => AccessState.Forbidden,
        _ => null,
    };

    /// <summary>
    /// False while the last answer is young enough to do: of a shop that is fine and of one that is dormant alike.
    /// </summary>
    public static bool NeedsProbe(Installation current, DateTimeOffset now, AccessOptions options)
    {
        var lasts = current.Access == AccessState.Fine ? options.TrustFor : options.RecheckAfter;
        return current.AccessCheckedAt is not { } at || now - at >= lasts;
    }
}
