using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tracing;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Storage.Compliance;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Inbox;

/// <inheritdoc/>
internal sealed partial class WebhookInbox(
    Database database, InboxRecorder recorder, InboxLevel level, InboxCipher cipher, ComplianceIntake compliance,
    ILogger<WebhookInbox> logger)
    : IWebhookInbox
{
    private const int AttemptsMaximum = 10;
    private const int DropBatch = 1_000;
    private const int DropBatchesMaximum = 100;
    private const string Undecryptable = "undecryptable";
    private static readonly TimeSpan IdsKept = TimeSpan.FromHours(72);

    // Not a dead letter at once: another silo's key may not be known here yet. Ten attempts take nine minutes.
    private static readonly TimeSpan UndecryptableDelay = TimeSpan.FromMinutes(1);
    private string _lastShop = "";

    public async Task<RecordOutcome> RecordAsync(IncomingDelivery delivery, CancellationToken cancellationToken)
    {
        var isShed = !WebhookTopics.IsLifecycle(delivery.Topic);
        if (isShed && level.IsKnownFull(delivery.Shop)) return RecordOutcome.Full;

        // Hashed and encrypted on the caller's thread, before the batch is gathered.
        var hash = HashOf(delivery.WebhookId);
        var entry = new InboxEntry
        {
            Shop = delivery.Shop,
            Topic = delivery.Topic,
            Lane = (short)(isShed ? 1 : 0),
            Hash = hash,
            TriggeredAt = delivery.TriggeredAt,
            Payload = cipher.Payload(delivery.Body.Span),
            Hints = cipher.Hints(delivery.Hints),
            TraceParent = Traces.Parent,
            Compliance = compliance.Read(delivery, hash),
        };
        return await recorder.RecordAsync(entry, cancellationToken);
    }

    public async Task<IReadOnlyList<ShopDomain>> FindDueShopsAsync(int limit, CancellationToken cancellationToken)
    {
        // Each look goes on where the last one ended, so that a shop with much to do can't hide those behind it.
        var after = Volatile.Read(ref _lastShop);
        var shops = await FindDueShopsAsync(after, limit, cancellationToken);
        if (shops.Count < limit && after.Length > 0)
            shops = [.. shops.Union(await FindDueShopsAsync("", limit, cancellationToken)).Take(limit)];
        Volatile.Write(ref _lastShop, shops.Count == limit ? shops[^1].Value : "");
        return shops;
    }

    public async Task<IReadOnlyList<InboxDelivery>> ReadDueAsync(
        ShopDomain shop, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.ListAsync<InboxRow>("inbox/read-due", new { shop, limit }), cancellationToken);
        var deliveries = new List<InboxDelivery>(rows.Count);
        foreach (var row in rows)
        {
            if (TryRead(row) is { } delivery) deliveries.Add(delivery);
            else await SetAsideAsync(row, cancellationToken);
        }

        return deliveries;
    }

    public async Task<bool> ClaimAsync(
        long delivery, InstallationId installation, CancellationToken cancellationToken) =>
        await database.GuardedAsync(
            installation,
            session => session.ExecuteAsync("inbox/claim", new { delivery, installation }),
            cancellationToken) == 1;

    public async Task CompleteAsync(InboxDelivery delivery, Verdict verdict, CancellationToken cancellationToken)
    {
        var args = new { id = delivery.Id, deliveryHash = delivery.DeliveryHash, verdict = (int)verdict };
        var isFirst = await database.StatementAsync(session => CompleteAsync(session, args), cancellationToken);
        if (isFirst) level.Release(delivery.Shop);
    }

    public async Task<bool> RetryAsync(
        InboxDelivery delivery, TimeSpan delay, string errorCode, CancellationToken cancellationToken)
    {
        var args = new
        {
            id = delivery.Id,
            deliveryHash = delivery.DeliveryHash,
            delay = (long)delay.TotalMilliseconds,
            errorCode,
            verdict = (int)Verdict.DeadLetter,
        };
        var isDead = await database.WriteAsync(
            async session =>
            {
                if (await session.FindAsync<int>("inbox/retry", args) < AttemptsMaximum) return false;
                await session.ExecuteAsync("inbox/set-verdict", args);
                return true;
            },
            cancellationToken);
        if (isDead) level.Release(delivery.Shop);
        return isDead;
    }

    public async Task BuryAsync(InboxDelivery delivery, string errorCode, CancellationToken cancellationToken)
    {
        var args = new
        {
            id = delivery.Id,
            deliveryHash = delivery.DeliveryHash,
            errorCode,
            verdict = (int)Verdict.DeadLetter,
        };
        var isFirst = await database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync("inbox/bury", args) == 0) return false;
                await session.ExecuteAsync("inbox/set-verdict", args);
                return true;
            },
            cancellationToken);
        if (isFirst) level.Release(delivery.Shop);
    }

    public Task PutOffAsync(
        InboxDelivery delivery, TimeSpan delay, string errorCode, CancellationToken cancellationToken)
    {
        var args = new
        {
            id = delivery.Id,
            deliveryHash = delivery.DeliveryHash,
            delay = (long)delay.TotalMilliseconds,
            errorCode,
        };
        return database.WriteAsync(session => session.ExecuteAsync("inbox/put-off", args), cancellationToken);
    }

    public async Task<Verdict?> FindVerdictAsync(string webhookId, CancellationToken cancellationToken)
    {
        var deliveryHash = HashOf(webhookId);
        return (Verdict?)await database.ReadAsync(
            session => session.FindAsync<int?>("inbox/find-verdict", new { deliveryHash }), cancellationToken);
    }

    public async Task<int> DropOldIdsAsync(CancellationToken cancellationToken)
    {
        var args = new { kept = (long)IdsKept.TotalMilliseconds, limit = DropBatch };
        var dropped = 0;
        for (var batches = 0; batches < DropBatchesMaximum; batches++)
        {
            var batch = await database.PurgeAsync(
                session => session.ExecuteAsync("inbox/drop-old-ids", args), cancellationToken);
            dropped += batch;
            if (batch < DropBatch) break;
        }

        return dropped;
    }

    private InboxDelivery? TryRead(InboxRow row)
    {
        try
        {
            return row.ToDelivery(cipher.ReadPayload(row.Payload), cipher.ReadHints(row.Hints));
        }
        catch (CryptographicException)
        {
            // Altered, or of a key that this ring lost. The caller sets it aside, so that it can't hold up the others.
            return null;
        }
    }

    private async Task SetAsideAsync(InboxRow row, CancellationToken cancellationToken)
    {
        var delivery = row.ToDelivery([], DeliveryHints.None);
        if (await RetryAsync(delivery, UndecryptableDelay, Undecryptable, cancellationToken))
            LogUndecryptable(row.Id);
        else
            LogNotDecrypted(row.Id, row.Attempts + 1, AttemptsMaximum);
    }

    private static byte[] HashOf(string webhookId) => SHA256.HashData(Encoding.UTF8.GetBytes(webhookId));

    // On SQLite, where every statement passes the one writer anyway, it is two.
    private static async Task<bool> CompleteAsync(DbSession session, object args)
    {
        if (session.Dialect == Dialect.Postgres) return await session.ExecuteAsync("inbox/complete", args) == 1;
        if (await session.ExecuteAsync("inbox/delete", args) == 0) return false;
        await session.ExecuteAsync("inbox/set-verdict", args);
        return true;
    }

    private Task<IReadOnlyList<ShopDomain>> FindDueShopsAsync(
        string after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<ShopDomain>("inbox/find-due-shops", new { after, limit }), cancellationToken);
}
