using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tests.ApiLogs;

/// <summary>Keeps entries, and refuses them once the installation has ended.</summary>
internal sealed class FakeApiLogStore : IApiLogStore
{
    public List<ApiLogEntry> Entries { get; } = [];

    public bool Ended { get; set; }

    public Task AppendAsync(InstallationId installation, ApiLogEntry entry, CancellationToken cancellationToken)
    {
        if (Ended) throw new InstallationEndedException(installation);
        lock (Entries) Entries.Add(entry);
        return Task.CompletedTask;
    }

    public Task<Page<ApiLogEntry>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
