using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>Installs of one shop, one at a time. It holds nothing; the intent's row is what survives it.</summary>
internal sealed class InstallGrain(Installer installer) : Grain, IInstaller
{
    /// <inheritdoc/>
    public async Task<InstallReply> InstallWithCodeAsync(InstallWithCode command, CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        return await installer.InstallAsync(
            ShopDomain.Parse(key), GrainFactory.GetGrain<IShopLifecycle>(key), command.Code, cancellationToken);
    }
}
