using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>The twin of the log of calls.</summary>
internal sealed class SimulatedApiLogs(Effects effects, SimulatedProcess process, StayTable database)
    : IApiLogStore
{
    public Task AppendAsync(InstallationId installation, ApiLogEntry entry, CancellationToken cancellationToken) =>
        effects.Do(process, "api-logs/append", () =>
        {
            database.Guard(installation);
            database.Insert(installation, "api_logs", entry.Id.ToString());
        });

    public Task<Page<ApiLogEntry>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody reads the log in a schedule.");
}
