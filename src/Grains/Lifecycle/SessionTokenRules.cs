using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>When a session token is exchanged for a grant, and what its refusal proves.</summary>
internal static class SessionTokenRules
{
    /// <summary>
    /// True when nothing is to be done any more: another stay than the one seen is current, or the same one has a grant
    /// that is of use.
    /// </summary>
    public static bool IsDone(Installation? current, InstallationId? seen) =>
        current is not null && (current.Id != seen || !current.Access.NeedsNewGrant());

    /// <summary>True when Shopify's answer proves that the app is not installed in the shop.</summary>
    public static bool IsEnd(InstallReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return reply is { Outcome: InstallOutcome.Refused, Code: InstallCodes.AppNotInstalled };
    }
}
