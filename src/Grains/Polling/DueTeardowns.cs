using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Polling;

/// <summary>Teardowns that can go on, those that are being confirmed included.</summary>
internal sealed class DueTeardowns(ITeardownStore teardowns, IGrainFactory grains) : IDueWork<InstallationId>
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Teardowns;

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        teardowns.FindDueAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> PokeAsync(InstallationId key, CancellationToken cancellationToken)
    {
        await grains.GetGrain<ITeardown>(key.Value).RunAsync(cancellationToken);
        return false;
    }
}
