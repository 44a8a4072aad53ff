using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Polling;

/// <summary>Jobs that can run: their installation's queue hands them to this silo's runner.</summary>
internal sealed class DueJobs(IJobStore jobs, IGrainFactory grains) : IDueWork<InstallationId>
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Jobs;

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        jobs.FindDueInstallationsAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> PokeAsync(InstallationId key, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IJobQueue>(key.Value).DispatchAsync(cancellationToken);
        return false;
    }
}
