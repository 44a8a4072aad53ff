using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Tests.Webhooks;

/// <summary>What was seen of resources, in memory.</summary>
internal sealed class MemorySeenResources : ISeenResources
{
    private readonly Dictionary<(InstallationId, string, string), SeenResource> _seen = [];

    public Task<SeenResource?> FindAsync(
        InstallationId installation, string resourceGroup, byte[] resourceHash, CancellationToken cancellationToken) =>
        Task.FromResult(_seen.GetValueOrDefault((installation, resourceGroup, Convert.ToHexString(resourceHash))));

    public Task NoteAsync(
        InstallationId installation, string resourceGroup, byte[] resourceHash, SeenResource seen,
        CancellationToken cancellationToken)
    {
        var key = (installation, resourceGroup, Convert.ToHexString(resourceHash));
        if (!_seen.TryGetValue(key, out var newest) || !seen.IsOlderThan(newest)) _seen[key] = seen;
        return Task.CompletedTask;
    }
}
