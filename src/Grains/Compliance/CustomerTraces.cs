using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// What Shopkeeper itself holds of a customer: deliveries recorded until the request that name him, waiting or given
/// up. Later ones are about what he did later.
/// </summary>
internal sealed class CustomerTraces(ICustomerDeliveries deliveries)
{
    private const string Store = "webhook_inbox";
    private const string NotJudged = "webhook_inbox:not-judged";

    // Each body may have megabytes, and is held decrypted.
    private const int BatchRows = 16;

    /// <summary>Gives them, bodies and all. A body that can't be written as JSON is given as base64 text.</summary>
    /// <returns>Null as soon as their bodies together have more than <paramref name="maximumBytes"/>.</returns>
    public async Task<CustomerExport?> ExportAsync(
        ShopDomain shop, ComplianceSubject subject, DateTimeOffset until, int maximumBytes,
        CancellationToken cancellationToken)
    {
        var found = new List<object>();
        long notJudged = 0, bytes = 0;
        await foreach (var batch in FindAsync(shop, subject, until, cancellationToken))
        {
            notJudged += batch.NotJudged;
            bytes += batch.Named.Sum(one => (long)one.Body.Length);
            if (bytes > maximumBytes) return null;
            found.AddRange(batch.Named.Select(Exported));
        }

        return new CustomerExport(
            JsonSerializer.SerializeToElement(new { deliveries = found }, ExportBundle.Options),
            [StoreCounts.Of(Store, found.Count), StoreCounts.Of(NotJudged, notJudged)]);
    }

    /// <summary>Drops them.</summary>
    public async Task<long> DropAsync(
        ShopDomain shop, ComplianceSubject subject, DateTimeOffset until, CancellationToken cancellationToken)
    {
        long dropped = 0;
        await foreach (var batch in FindAsync(shop, subject, until, cancellationToken))
            dropped += await deliveries.DropAsync(batch.Named, cancellationToken);
        return dropped;
    }

    /// <summary>Counts them, and those of which it can't be told.</summary>
    public async Task<(long Named, StoreCount NotJudged)> CountAsync(
        ShopDomain shop, ComplianceSubject subject, DateTimeOffset until, CancellationToken cancellationToken)
    {
        long count = 0, notJudged = 0;
        await foreach (var batch in FindAsync(shop, subject, until, cancellationToken))
        {
            count += batch.Named.Count;
            notJudged += batch.NotJudged;
        }

        return (count, StoreCounts.Of(NotJudged, notJudged));
    }

    private static object Exported(StoredDelivery one) =>
        PlainJson.TryParse(one.Body, out var body) && PlainJson.IsPlain(body)
            ? new { topic = one.Topic, recordedAt = one.RecordedAt, body }
            : new { topic = one.Topic, recordedAt = one.RecordedAt, bodyBase64 = Convert.ToBase64String(one.Body) };

    private async IAsyncEnumerable<Batch> FindAsync(
        ShopDomain shop, ComplianceSubject subject, DateTimeOffset until,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long after = 0;
        IReadOnlyList<StoredDelivery> batch;
        do
        {
            batch = await deliveries.ListAsync(shop, until, after, BatchRows, cancellationToken);
            if (batch.Count == 0) yield break;
            after = batch[^1].Id;
            var judged = batch.ToLookup(one => CustomerMatch.Judge(one, subject));
            yield return new Batch(
                [.. judged[CustomerJudgement.Named]], judged[CustomerJudgement.NotJudged].Count());
        }
        while (batch.Count == BatchRows);
    }

    private sealed record Batch(IReadOnlyList<StoredDelivery> Named, long NotJudged);
}
