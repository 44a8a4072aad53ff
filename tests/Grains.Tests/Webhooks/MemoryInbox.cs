using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Webhooks;

/// <summary>One shop's inbox, all of it due always, with what became of each delivery.</summary>
internal sealed class MemoryInbox : IWebhookInbox
{
    public List<InboxDelivery> Due { get; } = [];

    public Dictionary<long, Verdict> Verdicts { get; } = [];

    public List<string> Failures { get; } = [];

    public Task<IReadOnlyList<InboxDelivery>> ReadDueAsync(
        ShopDomain shop, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<InboxDelivery>>(Due.Take(limit).ToArray());

    public Task<bool> ClaimAsync(long delivery, InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    /// <summary>What was put off, and why.</summary>
    public List<(long Delivery, string Code)> PutOff { get; } = [];

    public Task CompleteAsync(InboxDelivery delivery, Verdict verdict, CancellationToken cancellationToken)
    {
        Due.Remove(delivery);
        Verdicts[delivery.Id] = verdict;
        return Task.CompletedTask;
    }

    public Task<bool> RetryAsync(
        InboxDelivery delivery, TimeSpan delay, string errorCode, CancellationToken cancellationToken)
    {
        Failures.Add(errorCode);
        return Task.FromResult(false);
    }

    /// <summary>What was made a dead letter at once, and why.</summary>
    public List<(long Delivery, string Code)> Buried { get; } = [];

    public Task BuryAsync(InboxDelivery delivery, string errorCode, CancellationToken cancellationToken)
    {
        Due.Remove(delivery);
        Buried.Add((delivery.Id, errorCode));
        return Task.CompletedTask;
    }

    public Task<RecordOutcome> RecordAsync(IncomingDelivery delivery, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ShopDomain>> FindDueShopsAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task PutOffAsync(
        InboxDelivery delivery, TimeSpan delay, string errorCode, CancellationToken cancellationToken)
    {
        PutOff.Add((delivery.Id, errorCode));
        return Task.CompletedTask;
    }

    public Task<Verdict?> FindVerdictAsync(string webhookId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> DropOldIdsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
