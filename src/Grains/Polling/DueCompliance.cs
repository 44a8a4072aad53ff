using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Polling;

/// <summary>Requests of the compliance desk that have something to do.</summary>
internal sealed class DueCompliance(IComplianceStore store, IGrainFactory grains) : IDueWork<Guid>
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Compliance;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        store.FindDueAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> PokeAsync(Guid key, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IComplianceCase>(key).RunAsync(cancellationToken);
        return false;
    }
}
