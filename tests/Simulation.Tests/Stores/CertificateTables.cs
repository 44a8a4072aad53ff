using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>The twin of <c>TeardownCertification</c> and <c>RedactNotes</c>.</summary>
internal sealed class CertificateTables(SimulatedDatabase db)
{
    public bool Certify(TeardownRecord record, CertificateRecord certificate)
    {
        if (db.Certificates.Any(row => row.Record.TeardownId == record.Id)) return true;
        if (db.Installations.ContainsKey(record.Installation))
            throw new InvalidOperationException($"{record.Installation} is certified before it is purged.");
        if (db.Teardowns.GetValueOrDefault(record.Installation) is not { } open
            || open.Record.Id != record.Id || open.Record.Version != record.Version)
            return false;
        db.Teardowns.Remove(record.Installation);
        db.Certificates.Add(new CertificateRow
        {
            Record = certificate,
            Shop = record.Shop,
            RedactSeen = open.RedactSeen || certificate.RedactSeen || record.Kind == TeardownKind.Reset,
            RedactBody = open.RedactBody,
            SpentBodies = open.SpentBodies,
        });
        foreach (var permit in db.Permits.Where(
            permit => permit.Value.Installation == record.Installation && permit.Value.ExpiresAt <= db.Now).ToList())
            db.Permits.Remove(permit.Key);
        db.Inbox.RemoveAll(row =>
        {
            if (row.Delivery.Installation != record.Installation) return false;
            db.Verdicts[row.WebhookId] = Verdict.Purged;
            return true;
        });
        return true;
    }

    /// <summary>The generations that ended without their redact.</summary>
    public IEnumerable<int> AwaitingRedact(ShopDomain shop) =>
        db.Teardowns.Values
            .Where(row => row.Record.Shop == shop && row.Record.EndedAt is not null && !row.RedactSeen
                && row.Record.Kind != TeardownKind.Reset)
            .Select(row => row.Record.Generation)
            .Concat(db.Certificates.Where(row => row.Shop == shop && !row.RedactSeen)
                .Select(row => row.Record.Generation));

    /// <summary>True where the body told of an end that is known.</summary>
    public bool HasSeenBody(ShopDomain shop, string body) =>
        db.Teardowns.Values.Any(row => row.Record.Shop == shop && row.Record.EndedAt is not null
            && (row.Record.BodyHash == body || row.RedactBody == body || row.SpentBodies.Contains(body)))
        || db.Certificates.Any(row => row.Shop == shop
            && (row.Record.BodyHash == body || row.RedactBody == body || row.SpentBodies.Contains(body)));

    /// <summary>Keeps a body with the stay that ended last.</summary>
    public void NoteSpent(ShopDomain shop, string body, DateTimeOffset recordedAt)
    {
        if (db.CurrentOf(shop)?.Value is { } current
            && (current.DeliveriesSince ?? current.StartedAt) <= recordedAt) return;
        if (HasSeenBody(shop, body)) return;
        var torn = db.Teardowns.Values.Where(row => row.Record.Shop == shop && row.Record.EndedAt is not null)
            .MaxBy(row => row.Record.Generation);
        var certified = db.Certificates.Where(row => row.Shop == shop).MaxBy(row => row.Record.Generation);
        var isTorn = (torn?.Record.Generation ?? 0) > (certified?.Record.Generation ?? 0);
        (isTorn ? torn?.SpentBodies : certified?.SpentBodies)?.Add(body);
    }

    public void NoteRedact(ShopDomain shop, string bodyHash)
    {
        var oldest = AwaitingRedact(shop).DefaultIfEmpty(0).Min();
        foreach (var row in db.Teardowns.Values)
        {
            if (row.Record.Shop == shop && row.Record.Generation == oldest)
                (row.RedactSeen, row.RedactBody) = (true, bodyHash);
        }

        foreach (var row in db.Certificates)
        {
            if (row.Shop == shop && row.Record.Generation == oldest)
                (row.RedactSeen, row.RedactBody) = (true, bodyHash);
        }
    }
}
