using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <inheritdoc cref="IJobCanceller"/>
internal sealed class JobCanceller(GrainId id, Silo silo, ILoggerFactory loggers, IJobRunner runner)
    : GrainService(id, silo, loggers), IJobCanceller
{
    public Task<int> CancelAsync(Guid installation, Guid? job) =>
        Task.FromResult(runner.Cancel(new InstallationId(installation), job));
}
