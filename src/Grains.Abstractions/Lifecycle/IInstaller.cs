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
}
