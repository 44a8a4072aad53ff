using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Storage.Keys;

/// <summary>Lets a teardown take an ended installation's key out of this process's memory.</summary>
internal sealed class DataKeyInstallationCache(DataKeyCache cache) : IInstallationCache
{
    public string Name => "data-keys";

    public int Count(InstallationId installation) => cache.FindWrapped(installation) is null ? 0 : 1;

    public int Clear(InstallationId installation) => cache.Evict(installation) ? 1 : 0;
}
