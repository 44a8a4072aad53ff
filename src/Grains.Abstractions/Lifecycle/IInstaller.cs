using Orleans.Concurrency;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>
/// Carries out installs of one shop, one at a time. Key: the shop domain. It calls Shopify, so that no turn of the
/// shop's own grain has to.
/// </summary>
[Alias(Aliases.IInstaller)]
public interface IInstaller : IGrainWithStringKey
{
    /// <summary>
    /// Records the install's intent, waits until no teardown holds a permit, exchanges the code, asks Shopify with the
    /// new grant who it is, and hands the grant to the shop.
    /// </summary>
    [Alias("InstallWithCode"), ResponseTimeout("00:01:00")]
    Task<InstallReply> InstallWithCodeAsync(InstallWithCode command, CancellationToken cancellationToken);

    /// <summary>
    /// As with a code, with a session token instead: a managed install, which Shopify tells nobody of, or a new grant
    /// for a stay whose grant is of no use any more. Requests of a shop that come at once share one exchange, and who
    /// comes after it finds the work done. That Shopify does not know the app as installed is evidence of the end of
    /// the stay seen, and has it confirmed.
    /// </summary>
    [Alias("InstallWithSessionToken"), AlwaysInterleave, ResponseTimeout("00:02:00"), SafeToRepeat]
    Task<InstallReply> InstallWithSessionTokenAsync(
        InstallWithSessionToken command, CancellationToken cancellationToken);
}
