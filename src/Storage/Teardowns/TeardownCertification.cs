using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Billing;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>The one transaction that ends a teardown.</summary>
internal sealed class TeardownCertification(Database database, TeardownRows rows)
{
    public Task<bool> CertifyAsync(
        TeardownRecord record, CertificateRecord certificate, CancellationToken cancellationToken)
    {
        if (certificate.TeardownId != record.Id || certificate.Installation != record.Installation)
            throw new ArgumentException("The certificate is of another teardown.", nameof(certificate));
        return database.WriteAsync(db => CertifyAsync(db, record, certificate), cancellationToken);
    }

    private async Task<bool> CertifyAsync(DbSession db, TeardownRecord record, CertificateRecord certificate)
    {
        // An install that counts the shop's generations meanwhile sees the teardown or the certificate, never neither.
        await db.LockShopAsync(record.Shop);
        if (await db.FindAsync<Guid?>("teardowns/is-certified", new { record.Id }) is not null)
            return true;
        var key = new { installation = record.Installation };
        if (await db.FindAsync<long?>("teardowns/is-purged", key) is not null)
        {
            throw new InvalidOperationException(
                $"Installation {record.Installation} is certified before it is purged.");
        }

        if (await db.FindAsync<Told>("teardowns/delete", new { record.Id, record.Version }) is not { } told)
            return false;

        await db.ExecuteAsync("certificates/insert", new
        {
            certificate.Id,
            certificate.TeardownId,
            certificate.Installation,
            certificate.Generation,
            shopHash = rows.Hash(record.Shop),
            certificate.Nonce,
            certificate.Jws,
            certificate.Result,
            certificate.BodyHash,

            // The app stays in the shop through a reset, so that Shopify will never ask for its data.
            redactSeen = told.RedactSeen || certificate.RedactSeen || record.Kind == TeardownKind.Reset,
            told.RedactBodyHash,
            told.SpentBodies,
            certificate.IssuedAt,
            record.EndedAt,
            billing = StoredStatusCount.Write(certificate.Billing),
        });
        await AnswerRequestsAsync(db, record, certificate.Id);
        await db.ExecuteAsync("teardowns/delete-expired-permits", key);
        await db.ExecuteAsync(
            "teardowns/purge-bound-verdicts",
            new { installation = record.Installation, verdict = (int)Verdict.Purged });
        await db.ExecuteAsync("teardowns/purge-bound", key);
        return true;
    }

    // What Shopify asked for the stay is answered by its erasure; what a reset handed on is the next stay's.
    private static async Task AnswerRequestsAsync(DbSession db, TeardownRecord record, Guid certificate)
    {
        if (record.Successor is { } successor)
        {
            var moved = new { installation = record.Installation, successor };
            await db.ExecuteAsync("compliance/take-up-at-successor", moved);
            await db.ExecuteAsync("compliance/move-to-successor", moved);
        }

        await db.ExecuteAsync("compliance/close-by-certificate", new
        {
            installation = record.Installation,
            certificate,
            record.EndedAt,
        });
    }

    private sealed record Told
    {
        public bool RedactSeen { get; init; }

        public string? RedactBodyHash { get; init; }

        public string? SpentBodies { get; init; }
    }
}
