using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Compliance;
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
    private const int BatchRows = 200;

    /// <summary>Gives them, bodies and all.</summary>
    public async Task<CustomerExport> ExportAsync(
        ShopDomain shop, ComplianceSubject subject, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var found = new List<object>();
        await foreach (var batch in FindAsync(shop, subject, until, cancellationToken))
        {
            found.AddRange(batch.Select(one => new
            {
                topic = one.Topic,
                recordedAt = one.RecordedAt,
                body = JsonElement.Parse(one.Body),
            }));
        }

        return new CustomerExport(
            JsonSerializer.SerializeToElement(new { deliveries = found }), [StoreCounts.Of(Store, found.Count)]);
    }

    /// <summary>Drops them.</summary>
    public async Task<long> DropAsync(
        ShopDomain shop, ComplianceSubject subject, DateTimeOffset until, CancellationToken cancellationToken)
    {
        long dropped = 0;
        await foreach (var batch in FindAsync(shop, subject, until, cancellationToken))
            dropped += await deliveries.DropAsync(batch, cancellationToken);
        return dropped;
    }

    /// <summary>Counts them.</summary>
    public async Task<long> CountAsync(
        ShopDomain shop, ComplianceSubject subject, DateTimeOffset until, CancellationToken cancellationToken)
    {
        long count = 0;
        await foreach (var batch in FindAsync(shop, subject, until, cancellationToken)) count += batch.Count;
        return count;
    }

    private async IAsyncEnumerable<IReadOnlyList<StoredDelivery>> FindAsync(
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
            yield return [.. batch.Where(one => CustomerMatch.Names(one, subject))];
        }
        while (batch.Count == BatchRows);
    }
}
