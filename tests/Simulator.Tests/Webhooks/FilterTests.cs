using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.Webhooks;

/// <summary>Which deliveries a subscription's filter lets through.</summary>
public sealed class FilterTests : SimulatorTest
{
    private const string Body =
        """
        {
          "id": 4711, "status": "active", "title": "Blue hat", "price": "19.90", "taxable": true, "stock": 3,
          "updated_at": "2026-10-01T10:00:00Z", "vendor": null,
          "variants": [{ "price": "10.00", "sku": "HAT-1" }, { "price": "25.50", "sku": "HAT-2" }]
        }
        """;

    [Fact]
    public async Task Event_reaches_those_subscriptions_whose_filter_its_body_meets()
    {
        string[] met =
        [
            "status:active", "status:ACTIVE", "status:active AND stock:3", "status:active stock:>2",
            "status:draft OR stock:<=3", "title:\"Blue hat\"", "title:Blue*", "price:>=19.9", "taxable:true",
            "variants.price:>25", "variants.sku:HAT-2", "updated_at:>2026-09-30T00:00:00Z", "id:*", "-status:draft",
            "NOT (status:draft OR stock:>5)", "(status:draft OR taxable:true) AND id:4711", "missing:1 OR id:4711",
        ];
        string[] unmet =
        [
            "status:draft", "status:active AND stock:>3", "status:draft OR stock:<3", "variants.price:>26",
            "-status:active", "title:Red*", "updated_at:<2026-09-30T00:00:00Z", "taxable:false",
        ];

        await AssertReachedAsync(met, unmet);
    }

    [Fact]
    public async Task Filter_on_a_field_that_the_body_lacks_or_of_another_type_is_accepted_and_nothing_is_sent()
    {
        string[] silent =
        [
            "missing:active", "-missing:active", "NOT missing:active", "missing:*", "status:active AND missing:1",
            "vendor:x", "stock:many", "-stock:many", "stock:>many", "title:>5", "taxable:>1", "taxable:1",
            "variants.missing:1", "status.inner:active", "variants:1", "status:active AND", ")status:active(",
        ];

        await AssertReachedAsync(["status:active"], silent);
    }

    [Fact]
    public async Task Filter_on_a_field_that_deliveries_leave_out_lets_nothing_through()
    {
        await InstallAsync();
        await AddAsync("status:active", 0, "id", "status");
        await AddAsync("status:active", 1, "id");

        var sent = Assert.Single(await RaiseAsync());

        Assert.Equal("/0", sent.Address.AbsolutePath);
    }

    private async Task AssertReachedAsync(string[] met, string[] unmet)
    {
        await InstallAsync();
        string[] filters = [.. met, .. unmet];
        foreach (var (number, filter) in filters.Index()) await AddAsync(filter, number);

        var reached = (await RaiseAsync())
            .Select(sent => filters[int.Parse(sent.Address.AbsolutePath[1..], provider: null)]);

        Assert.Equal(met, reached.Order(Comparer<string>.Create(
            (one, other) => Array.IndexOf(filters, one).CompareTo(Array.IndexOf(filters, other)))));
    }

    private async Task AddAsync(string filter, int number, params string[] fields) =>
        await Control.AddSubscriptionAsync(
            Shop,
            new SubscriptionChange
            {
                Topic = "products/update", Uri = new Uri(App.Url, $"/{number}").AbsoluteUri, Filter = filter,
                IncludeFields = fields,
            },
            Cancel);

    private Task<IReadOnlyList<DeliveryView>> RaiseAsync() => Control.RaiseAsync(
        Shop,
        new EventRequest { Topic = "products/update", Body = JsonSerializer.Deserialize<JsonElement>(Body) },
        Cancel);
}
