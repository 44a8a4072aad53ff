using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to what is left; the twin of <c>residue.sql</c>.</summary>
internal sealed class ResiduePort(SimulatedProcess process, Effects effects, SimulatedDatabase db, JobTable jobs)
    : IResidue
{
    public Task<IReadOnlyList<StoreCount>> CountAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        effects.Do(process, "residue.count", () =>
        {
            db.CountedAt[subject.Installation] = db.Now;
            return Count(subject);
        });

    private IReadOnlyList<StoreCount> Count(ErasureSubject subject)
    {
        var (id, shop) = (subject.Installation, subject.Shop);
        var own = db.Installations.GetValueOrDefault(id)?.Value.Generation
            ?? db.Teardowns.GetValueOrDefault(id)?.Record.Generation
            ?? db.Certificates.Find(row => row.Record.Installation == id)?.Record.Generation
            ?? 0;
        var newer = db.Installations.Values.Where(row => row.Value.Shop == shop
            && row.Value.Id != id && row.Value.Generation > own).ToList();
        var newerSince = newer.Count == 0
            ? (DateTimeOffset?)null
            : newer.Min(row => row.Value.DeliveriesSince ?? row.Value.StartedAt);
        var ownedShop = newer.Count > 0 ? null : shop.Value;
        return
        [
            Of("grain_state", db.States.Count(row => row.Value.Installation == id || row.Key.Key == ownedShop)),
            Of("install_intents", db.Intents.Values.Count(row => row.Shop == shop && row.ExpiresAt < db.Now)),
            Of("installations", db.Installations.ContainsKey(id) ? 1 : 0),
            Of("jobs", jobs.Rows.Count(row => row.Installation == id)),
            Of("permits", db.Permits.Values.Count(row => row.Installation == id)),
            Of("reminders", db.Reminders.Values.Count(row =>
                (row.Key == ownedShop || row.Key == GrainKeys.Of(id))
                && !row.GrainId.StartsWith("teardown/", StringComparison.Ordinal))),
            Of("seen_resources", db.SeenResources.Keys.Count(key => key.Item1 == id)),
            Of("shop_data", db.Rows.GetValueOrDefault(id)?.Count ?? 0),
            Of("subscription_records", db.Subscriptions.GetValueOrDefault(id)?.Count ?? 0),
            Of("webhook_inbox", db.Inbox.Count(row => row.Delivery.Installation == id
                || (row.Delivery.Shop == shop && row.Delivery.Installation is null
                    && (newerSince is null || row.Delivery.RecordedAt < newerSince)))),
        ];
    }

    private static StoreCount Of(string store, int count) => new() { Store = store, Count = count };
}
