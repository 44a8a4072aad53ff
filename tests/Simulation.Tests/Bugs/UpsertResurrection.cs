using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;
using Shopkeeper.Simulation.Tests.Tokens;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>A refreshed pair that is put in where its row is gone: what a teardown erased is there again.</summary>
internal sealed class UpsertResurrection : Bug
{
    public override IGrantStore Grants(
        IGrantStore grants, Effects effects, SimulatedProcess process, StayTable database) =>
        new Upserting(grants, effects, process, database);

    private sealed class Upserting(
        IGrantStore inner, Effects effects, SimulatedProcess process, StayTable database)
        : GrantStoreAround(inner)
    {
        public override async Task<bool> StoreRefreshedAsync(
            InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken)
        {
            if (await base.StoreRefreshedAsync(installation, version, holder, grant, cancellationToken)) return true;
            await effects.Do(process, "grants/upsert", () =>
            {
                if (database.Installations.TryGetValue(installation, out var row) && row.Grant is null)
                    GrantRows.Store(row, grant);
            });
            return false;
        }
    }
}
