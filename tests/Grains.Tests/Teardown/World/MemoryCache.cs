using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Tests.Teardown.World;

internal sealed class MemoryCache : IInstallationCache
{
    private readonly Dictionary<InstallationId, int> _entries = [];

    public string Name => "memory";

    public int this[InstallationId installation]
    {
        get => _entries.GetValueOrDefault(installation);
        set => _entries[installation] = value;
    }

    public int Count(InstallationId installation) => this[installation];

    public int Clear(InstallationId installation)
    {
        var count = this[installation];
        this[installation] = 0;
        return count;
    }
}
