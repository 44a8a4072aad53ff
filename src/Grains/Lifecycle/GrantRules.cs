using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// What a new grant means for the shop. Shopify's id of the installation, asked with the new grant, is what tells a
/// re-authorization from a reinstall; an old token's 401 alone tells nothing, since Shopify may retire tokens at any
/// time.
/// </summary>
internal static class GrantRules
{
    /// <summary>Decides.</summary>
    /// <param name="current">The installation that has not ended, or null.</param>
    /// <param name="grant">The new grant, and what Shopify said of it and of the current one.</param>
    /// <param name="pending">
    /// The teardown of the current installation whose end is claimed and not confirmed yet, or null.
    /// </param>
    public static GrantDecision Decide(Installation? current, NewGrant grant, TeardownRecord? pending)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (grant.Current != current?.Id) return new GrantDecision.CompareAgain();
        if (current is null) return new GrantDecision.Install();
        if (grant.SameToken || grant.AppInstallationId == current.AppInstallationId)
            return new GrantDecision.Reauthorize(Doubtful: false);
        return grant.OldToken switch
        {
            TokenProbe.Alive => new GrantDecision.Reauthorize(Doubtful: true),
            TokenProbe.Refused => Ended(EndEvidence.TokenRefused, pending),
            TokenProbe.Unknown => Ended(EndEvidence.TokenSilent, pending: null),
            _ => new GrantDecision.CompareAgain(),
        };
    }

    // A delivery that names the shop attests the end, once the old token agrees; without one the end was unseen.
    private static GrantDecision.EndThenInstall Ended(string oldToken, TeardownRecord? pending) =>
        pending is { Status: TeardownStatus.Confirming or TeardownStatus.Stalled, BodyNamesShop: true }
            ? new(pending.Cause, [.. pending.Evidence, oldToken, EndEvidence.OtherInstallation], Limited: false)
            : new(EndCause.EndedBeforeReinstall, [EndEvidence.OtherInstallation, oldToken], Limited: true);
}
