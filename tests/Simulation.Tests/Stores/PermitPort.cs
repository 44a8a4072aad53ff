using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to permits and intents; the twin of <c>permits.sql</c>.</summary>
internal sealed class PermitPort(
    SimulatedProcess process, Effects effects, SimulatedDatabase db, SimulationKernel kernel) : IPermitStore
{
    public Task<Guid?> TryTakePermitAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken) =>
        effects.Do<Guid?>(process, "permits.take", () =>
        {
            db.DropExpired(db.Permits);
            if (FindStanding(shop, installation, successor ?? installation) is null) return null;
            if (db.Intents.Values.Any(intent => intent.Shop == shop && intent.ExpiresAt > db.Now)) return null;
            var permit = kernel.Chance.Id(db.Now);
            db.Permits.Add(permit, new LeaseRow(shop, installation, db.Now + IPermitStore.PermitLifetime));
            return permit;
        });

    public Task<bool> IsHeldByIntentAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken) =>
        effects.Do(process, "permits.is-held", () =>
            FindStanding(shop, installation, successor ?? installation) is { } current
            && (successor is null || current == 1));

    public Task ReleasePermitAsync(Guid permit, CancellationToken cancellationToken) =>
        effects.Do(process, "permits.release", () => { db.Permits.Remove(permit); });

    public Task<(Guid Intent, TimeSpan PermitValidFor)> RecordIntentAsync(
        ShopDomain shop, CancellationToken cancellationToken) =>
        effects.Do(process, "permits.record-intent", () =>
        {
            db.DropExpired(db.Intents);
            var intent = kernel.Chance.Id(db.Now);
            db.Intents.Add(intent, new LeaseRow(shop, null, db.Now + IPermitStore.IntentLifetime));
            return (intent, ValidFor(shop));
        });

    public Task<TimeSpan> GetPermitValidForAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        effects.Do(process, "permits.valid-for", () => ValidFor(shop));

    public Task RemoveIntentAsync(Guid intent, CancellationToken cancellationToken) =>
        effects.Do(process, "permits.remove-intent", () => { db.Intents.Remove(intent); });

    private TimeSpan ValidFor(ShopDomain shop) => db.Permits.Values
        .Where(permit => permit.Shop == shop && permit.ExpiresAt > db.Now)
        .Select(permit => permit.ExpiresAt - db.Now).DefaultIfEmpty(TimeSpan.Zero).Max();

    /// <summary>Null where something newer is known; otherwise how many stays a reset began are current.</summary>
    private int? FindStanding(ShopDomain shop, InstallationId installation, InstallationId successor)
    {
        var own = OwnGeneration(installation);
        if (own is null) return null;
        var newest = Math.Max(own.Value, Known(installation, successor));
        if (db.CurrentOf(shop) is { } current && current.Value.Id != successor) return null;
        if (db.GenerationsOf(shop).Any(generation => generation > newest)) return null;
        return db.Installations.GetValueOrDefault(successor) is { IsCurrent: true } ? 1 : 0;
    }

    private int? OwnGeneration(InstallationId installation) =>
        db.Installations.GetValueOrDefault(installation) is { IsCurrent: false } row ? row.Value.Generation
        : db.Teardowns.GetValueOrDefault(installation)?.Record.Generation;

    private int Known(InstallationId installation, InstallationId successor)
    {
        var known = 0;
        foreach (var id in (InstallationId[])[installation, successor])
        {
            known = Math.Max(known, db.Installations.GetValueOrDefault(id)?.Value.Generation ?? 0);
            known = Math.Max(known, db.Teardowns.GetValueOrDefault(id)?.Record.Generation ?? 0);
            known = Math.Max(
                known, db.Certificates.Find(row => row.Record.Installation == id)?.Record.Generation ?? 0);
        }

        return known;
    }
}
