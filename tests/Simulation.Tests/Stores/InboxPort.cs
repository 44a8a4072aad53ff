using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to the inbox; the twin of <c>inbox.sql</c>.</summary>
internal sealed class InboxPort(SimulatedProcess process, Effects effects, SimulatedDatabase db) : IWebhookInbox
{
    private const int AttemptsMaximum = 10;

    public Task<RecordOutcome> RecordAsync(IncomingDelivery delivery, CancellationToken cancellationToken) =>
        effects.Do(process, $"inbox.record {delivery.Topic} {delivery.WebhookId}", () =>
        {
            if (!db.Verdicts.TryAdd(delivery.WebhookId, Verdict.Pending)) return RecordOutcome.Duplicate;
            db.Inbox.Add(new InboxRow
            {
                WebhookId = delivery.WebhookId,
                Lane = WebhookTopics.IsLifecycle(delivery.Topic) ? 0 : 1,
                DueAt = db.Now,
                Delivery = new InboxDelivery
                {
                    Id = db.NextSequence(),
                    Shop = delivery.Shop,
                    Topic = delivery.Topic,
                    DeliveryHash = WebhookIds.Hash(delivery.WebhookId),
                    TriggeredAt = delivery.TriggeredAt,
                    Hints = delivery.Hints,
                    RecordedAt = db.Now,
                    Body = delivery.Body.ToArray(),
                    Attempts = 0,
                },
            });
            return RecordOutcome.Recorded;
        });

    public Task<IReadOnlyList<ShopDomain>> FindDueShopsAsync(int limit, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<ShopDomain>>(process, "inbox.find-due-shops", () =>
            [.. db.Inbox.Where(IsDue).Select(row => row.Delivery.Shop).Distinct().Take(limit)]);

    public Task<IReadOnlyList<InboxDelivery>> ReadDueAsync(
        ShopDomain shop, int limit, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<InboxDelivery>>(process, "inbox.read-due", () =>
        [
            .. db.Inbox.Where(row => row.Delivery.Shop == shop && IsDue(row))
                .OrderBy(row => row.Lane).ThenBy(row => row.Delivery.Id).Take(limit).Select(row => row.Delivery),
        ]);

    public Task<bool> ClaimAsync(long delivery, InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "inbox.claim", () =>
        {
            db.Guard(installation);
            db.RequireCurrent(installation, "webhook_inbox");
            if (db.Inbox.Find(row => row.Delivery.Id == delivery) is not { } row) return false;
            var stay = db.Installations[installation].Value;
            var bound = row.Delivery.Installation;
            if (stay.Shop != row.Delivery.Shop || (bound is not null && bound != installation)) return false;
            if (bound is null && (stay.DeliveriesSince ?? stay.StartedAt) > row.Delivery.RecordedAt) return false;
            row.Delivery = row.Delivery with { Installation = installation };
            return true;
        });

    public Task CompleteAsync(InboxDelivery delivery, Verdict verdict, CancellationToken cancellationToken) =>
        effects.Do(process, $"inbox.complete {WebhookIds.Of(delivery.DeliveryHash)} {verdict}", () =>
        {
            if (db.Inbox.RemoveAll(row => row.Delivery.Id == delivery.Id) > 0)
                db.Verdicts[WebhookIds.Of(delivery.DeliveryHash)] = verdict;
        });

    public Task<bool> RetryAsync(
        InboxDelivery delivery, TimeSpan delay, string errorCode, CancellationToken cancellationToken) =>
        effects.Do(process, "inbox.retry", () =>
        {
            if (Find(delivery) is not { } row) return false;
            row.Delivery = row.Delivery with { Attempts = row.Delivery.Attempts + 1 };
            (row.DueAt, row.ErrorCode) = (db.Now + delay, errorCode);
            if (row.Delivery.Attempts < AttemptsMaximum) return false;
            Bury(row);
            return true;
        });

    public Task BuryAsync(InboxDelivery delivery, string errorCode, CancellationToken cancellationToken) =>
        effects.Do(process, "inbox.bury", () =>
        {
            if (Find(delivery) is { } row) Bury(row);
        });

    public Task PutOffAsync(
        InboxDelivery delivery, TimeSpan delay, string errorCode, CancellationToken cancellationToken) =>
        effects.Do(process, "inbox.put-off", () =>
        {
            if (Find(delivery) is { } row) (row.DueAt, row.ErrorCode) = (db.Now + delay, errorCode);
        });

    public Task<Verdict?> FindVerdictAsync(string webhookId, CancellationToken cancellationToken) =>
        effects.Do<Verdict?>(process, "inbox.find-verdict", () =>
            db.Verdicts.TryGetValue(webhookId, out var verdict) ? verdict : null);

    public Task<int> DropOldIdsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private InboxRow? Find(InboxDelivery delivery) =>
        db.Inbox.Find(row => row.Delivery.Id == delivery.Id && row.DeadAt is null);

    private void Bury(InboxRow row)
    {
        row.DeadAt = db.Now;
        db.Verdicts[row.WebhookId] = Verdict.DeadLetter;
    }

    private bool IsDue(InboxRow row) => row.DeadAt is null && row.DueAt <= db.Now;
}
