using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>A log that is written without asking whether its installation has ended.</summary>
internal sealed class GuardLeftOut : Bug
{
    public override IApiLogStore ApiLogs(
        IApiLogStore logs, Effects effects, SimulatedProcess process, StayTable database) =>
        new Unguarded(logs, effects, process, database);

    private sealed class Unguarded(
        IApiLogStore inner, Effects effects, SimulatedProcess process, StayTable database) : IApiLogStore
    {
        public Task AppendAsync(InstallationId installation, ApiLogEntry entry, CancellationToken cancellationToken) =>
            effects.Do(process, "api-logs/append", () =>
                database.Insert(installation, "api_logs", entry.Id.ToString()));

        public Task<Page<ApiLogEntry>> ListAsync(
            InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
            inner.ListAsync(installation, page, cancellationToken);
    }
}
