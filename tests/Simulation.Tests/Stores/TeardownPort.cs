using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to the teardowns; the twin of <c>teardowns.sql</c>, with the store's own merging.</summary>
internal sealed class TeardownPort(
    SimulatedProcess process, Effects effects, SimulatedDatabase db, FenceTables fences, CertificateTables certificates)
    : ITeardownStore
{
    public Task<TeardownRecord?> FindByInstallationAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.find", () => db.Teardowns.GetValueOrDefault(installation)?.Record);

    public Task<TeardownRecord?> FindBySuccessorAsync(Installation successor, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.find-by-successor", () =>
            OfShop(successor.Shop).FirstOrDefault(record => record.Successor == successor.Id));

    public Task<TeardownRecord?> FindAsync(Guid teardown, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.find-by-id", () =>
            db.Teardowns.Values.FirstOrDefault(row => row.Record.Id == teardown)?.Record);

    public Task<TeardownRecord?> FindLatestAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.find-latest", () => OfShop(shop).FirstOrDefault());

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<InstallationId>>(process, "teardowns.find-due", () =>
        [
            .. db.Teardowns.Values.Where(row => row.Record.NextAttemptAt <= db.Now)
                .OrderBy(row => row.Record.NextAttemptAt).Take(limit).Select(row => row.Record.Installation),
        ]);

    public Task<TeardownRecord?> SaveAsync(TeardownRecord record, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.save", () => Save(record));

    public Task<bool> SupersedeAsync(TeardownRecord record, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.supersede", () =>
        {
            if (db.Teardowns.GetValueOrDefault(record.Installation) is not { Record.EndedAt: null } row
                || row.Record.Version != record.Version)
                return false;
            db.Teardowns.Remove(record.Installation);
            fences.SetVerdicts(record, Verdict.Superseded);
            return true;
        });

    public Task<bool> CertifyAsync(
        TeardownRecord record, CertificateRecord certificate, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.certify", () => certificates.Certify(record, certificate));

    public Task<TeardownRecord> OpenAsync(
        TeardownRecord confirming, InboxDelivery delivery, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.open", () => Open(confirming, delivery));

    public Task<TeardownRecord> ClaimAsync(TeardownRecord confirming, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.claim", () =>
        {
            db.Guard(confirming.Installation);
            return Join(confirming, TeardownMerge.Claim);
        });

    public Task<bool> HasSeenBodyAsync(ShopDomain shop, string bodyHash, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.has-seen-body", () => certificates.HasSeenBody(shop, bodyHash));

    public Task NoteSpentBodyAsync(
        ShopDomain shop, string bodyHash, DateTimeOffset recordedAt, CancellationToken cancellationToken) =>
        effects.Do(
            process, "teardowns.note-spent-body", () => certificates.NoteSpent(shop, bodyHash, recordedAt));

    public Task<bool> AwaitsRedactAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.awaits-redact", () =>
        {
            var current = db.CurrentOf(shop)?.Value.Generation ?? int.MaxValue;
            return certificates.AwaitingRedact(shop).Any(generation => generation < current);
        });

    public Task NoteRedactAsync(
        ShopDomain shop, string bodyHash, byte[]? deliveryHash, CancellationToken cancellationToken) =>
        effects.Do(process, "teardowns.note-redact", () => certificates.NoteRedact(shop, bodyHash));

    public Task<IReadOnlyList<TeardownRecord>> ListEndedAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<TeardownRecord>>(process, "teardowns.list-ended", () =>
            [.. OfShop(shop).Where(record => record.EndedAt is not null).Reverse()]);

    public Task<Page<TeardownRecord>> ListAsync(
        ShopDomain? shop, TeardownStatus? status, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private IEnumerable<TeardownRecord> OfShop(ShopDomain shop) => db.Teardowns.Values.Select(row => row.Record)
        .Where(record => record.Shop == shop).OrderByDescending(record => record.Generation);

    private TeardownRecord? Save(TeardownRecord record)
    {
        if (db.Teardowns.GetValueOrDefault(record.Installation) is not { } row
            || row.Record.Id != record.Id || row.Record.Version != record.Version)
            return null;
        return row.Record = record with { Version = record.Version + 1 };
    }

    private TeardownRecord Open(TeardownRecord confirming, InboxDelivery delivery)
    {
        db.Guard(confirming.Installation);
        var taken = db.Inbox.FindIndex(row => row.Delivery.Id == delivery.Id);
        if (taken < 0)
        {
            return db.Teardowns.GetValueOrDefault(confirming.Installation)?.Record
                ?? throw new InvalidOperationException("The delivery was handled before, and its claim was denied.");
        }

        db.RequireCurrent(confirming.Installation, "teardowns");
        db.Inbox.RemoveAt(taken);
        db.Verdicts[WebhookIds.Of(delivery.DeliveryHash)] = Verdict.Accepted;
        return Join(confirming, TeardownMerge.Join);
    }

    private TeardownRecord Join(
        TeardownRecord confirming, Func<TeardownRecord, TeardownRecord, TeardownRecord> merge)
    {
        if (db.Teardowns.GetValueOrDefault(confirming.Installation) is not { } open)
        {
            var first = confirming with { Version = 1 };
            db.Teardowns.Add(confirming.Installation, new TeardownRow { Record = first });
            return first;
        }

        // Told of again, its unsigned time counts no more.
        var told = confirming.BodyHash is { } body
            && (open.Record.BodyHash == body || open.SpentBodies.Contains(body));
        var joined = merge(open.Record, told ? confirming with { TriggeredAt = null } : confirming);
        if (ReferenceEquals(joined, open.Record)) return joined;
        if (confirming is { BodyNamesShop: true, BodyHash: { } proof } && joined.BodyHash != proof)
            open.SpentBodies.Add(proof);
        return Save(joined)!;
    }
}
