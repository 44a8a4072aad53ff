using Shopkeeper.Grains.Compliance;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>Our own stores: what names a customer is exported and dropped, and nothing else.</summary>
public sealed class CustomerTracesTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    [Fact]
    public async Task Deliveries_that_name_him_are_exported_and_dropped_over_many_batches()
    {
        var stored = new MemoryDeliveries();
        for (var id = 1; id <= 1_000; id++)
        {
            stored.Rows.Add(Samples.Delivery(
                "orders/create", id % 10 == 0 ? """{"customer":{"id":191167}}""" : """{"customer":{"id":5}}""") with
            {
                Id = id, RecordedAt = id == 990 ? Samples.Now.AddDays(1) : Samples.Now,
            });
        }

        var traces = new CustomerTraces(stored);
        var cancel = TestContext.Current.CancellationToken;
        var export = (await traces.ExportAsync(Shop, Samples.Subject, Samples.Now, 10_000, cancel))!;
        var dropped = await traces.DropAsync(Shop, Samples.Subject, Samples.Now, cancel);

        Assert.Equal((99, 99L), (export.Data.GetProperty("deliveries").GetArrayLength(), export.Counts[0].Count));
        Assert.Equal(99, dropped);
        Assert.Equal(0, (await traces.CountAsync(Shop, Samples.Subject, Samples.Now, cancel)).Named);
        // What he did after the request is another matter.
        Assert.Equal(901, stored.Rows.Count);
        Assert.Contains(stored.Rows, row => row.Id == 990);
    }

    [Fact]
    public async Task Export_that_grows_too_long_is_given_up_while_it_is_collected_and_not_after()
    {
        var stored = new MemoryDeliveries();
        for (var number = 0; number < 1_000; number++) stored.Add("orders/create", """{"customer":{"id":191167}}""");

        Assert.Null(await new CustomerTraces(stored).ExportAsync(
            Shop, Samples.Subject, Samples.Now, 100, TestContext.Current.CancellationToken));

        Assert.Equal(1, stored.Listed);
        Assert.InRange(stored.LargestBatch, 1, 16);
    }
}
