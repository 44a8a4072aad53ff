using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Polling;

/// <summary>
/// Jobs that can run: their installation's queue hands them to this silo's runner. While it is full, none can.
/// </summary>
internal sealed class DueJobs(IJobStore jobs, IJobRunner runner, IGrainFactory grains) : IDueWork<InstallationId>
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Jobs;

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        runner.HasPlace
            ? jobs.FindDueInstallationsAsync(limit, cancellationToken)
            : Task.FromResult<IReadOnlyList<InstallationId>>([]);

    /// <inheritdoc/>
    public async Task<bool> PokeAsync(InstallationId key, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IJobQueue>(key.Value).DispatchAsync(cancellationToken);
        return false;
    }
}
