using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Tokens;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>When a session token is exchanged for a grant, and what its refusal proves.</summary>
internal static class SessionTokenRules
{
    /// <summary>
    /// True when nothing is to be done any more: another stay than the one seen is current, or the same one has a grant
    /// that is of use. A token that has expired is of none: whoever comes with a session token found it so after an
    /// attempt to refresh it.
    /// </summary>
    public static bool IsDone(Installation? current, Grant? held, InstallationId? seen, DateTimeOffset now) =>
        current is not null
        && (current.Id != seen
            || (!current.Access.NeedsNewGrant() && held is not null && !TokenRules.IsExpired(held, now)));

    /// <summary>True when Shopify's answer proves that the app is not installed in the shop.</summary>
    public static bool IsEnd(InstallReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return reply is { Outcome: InstallOutcome.Refused, Code: InstallCodes.AppNotInstalled };
    }
}
