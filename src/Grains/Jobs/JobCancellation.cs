using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>Tells the runners of all active silos, this one first and without a message.</summary>
internal sealed class JobCancellation(
    IServiceProvider services,
    ISiloStatusOracle silos,
    IJobRunner runner,
    TimeProvider clock,
    ILogger<JobCancellation> logger)
    : GrainServiceClient<IJobCanceller>(services), IJobCancellation
{
    // Longer than any silo that lives takes; a runner that was not reached learns it at its next renewal.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    public Task CancelAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        runner.Cancel(installation, job: null);
        return TellOthersAsync(installation, job: null, cancellationToken);
    }

    public Task CancelAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        runner.Cancel(installation, job) > 0
            ? Task.CompletedTask
            : TellOthersAsync(installation, job, cancellationToken);

    private Task TellOthersAsync(InstallationId installation, Guid? job, CancellationToken cancellationToken) =>
        Task.WhenAll(silos.GetApproximateSiloStatuses(onlyActive: true).Keys
            .Where(silo => !silo.Equals(silos.SiloAddress))
            .Select(silo => TellAsync(silo, installation, job, cancellationToken)));

    private async Task TellAsync(
        SiloAddress silo, InstallationId installation, Guid? job, CancellationToken cancellationToken)
    {
        var failure = await Boundary.TryAsync(() => GetGrainService(silo)
            .CancelAsync(installation.Value, job)
            .WaitAsync(AnswerLimit, clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null) JobQueueLog.NotTold(logger, silo, installation, FailureCode.Of(failure));
    }
}
