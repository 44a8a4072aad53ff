using Shopkeeper.Grains.Subscriptions;

namespace Shopkeeper.Grains.Tests.Subscriptions;

public sealed class WantedRulesTests
{
    private readonly ReconcileBench _bench = new();

    [Fact]
    public void Set_when_nothing_is_configured_holds_the_end_and_what_handlers_want()
    {
        var wanted = _bench.Wanted("orders/create", "shop/redact", "ORDERS/CREATE");
        Assert.Equal(
            ["app-uninstalled app/uninstalled", "orders-create orders/create"],
            wanted.Items.Select(item => $"{item.Name} {item.Topic}"));
        Assert.All(wanted.Items, item => Assert.Equal(ReconcileBench.Address, item.Uri));
        Assert.Equal(
            ["customers/data_request", "customers/redact", "shop/redact"], wanted.Declared.Select(item => item.Topic));
    }

    [Fact]
    public void Set_when_something_is_configured_holds_that_instead_of_the_default()
    {
        _bench.Options.Topics.Add(" Products/Update ");
        Assert.Equal(["products/update"], _bench.Wanted().Items.Select(item => item.Topic));
        _bench.Options.Topics.Clear();
        _bench.Want("mine", "orders/create", " id:1 ", "tags", "id");
        var mine = Assert.Single(_bench.Wanted("orders/create").Items);
        Assert.Equal(("mine", "id:1", "id,tags"), (mine.Name, mine.Filter, string.Join(',', mine.IncludeFields)));
    }

    [Fact]
    public void Compliance_topics_are_declared_and_never_among_what_is_made()
    {
        _bench.Options.Topics.Add("shop/redact");
        _bench.Want("mine", "customers/redact");
        var wanted = _bench.Wanted("customers/data_request");
        Assert.Empty(wanted.Items);
        Assert.Equal(
            ["customers-data_request", "mine", "shop-redact"], wanted.Declared.Select(item => item.Name));
    }

    [Fact]
    public void Name_of_a_topic_is_one_that_Shopify_takes_and_another_for_another_topic()
    {
        Assert.Equal("customer-tags_added", WantedRules.NameOf("customer.tags_added"));
        var names = new[] { "a", "b" }
            .Select(end => WantedRules.NameOf("fulfillment_orders/" + new string('x', 60) + end)).ToList();
        Assert.All(names, name => Assert.True(WantedRules.IsName(name), name));
        Assert.Equal(2, names.Distinct().Count());

        _bench.Want("orders-create", "products/update");
        var items = _bench.Wanted("orders/create").Items;
        Assert.Equal(2, items.Length);
        Assert.All(items, item => Assert.True(WantedRules.IsName(item.Name), item.Name));
    }

    [Fact]
    public void Hash_tells_any_difference_and_no_order()
    {
        _bench.Want("a", "orders/create", "id:1", "id", "tags");
        _bench.Want("b", "products/update");
        var hash = _bench.Wanted().Hash;
        _bench.Options.Subscriptions.Clear();
        _bench.Want("b", "products/update");
        _bench.Want("a", "orders/create", "id:1", "tags", "id");
        Assert.Equal(hash, _bench.Wanted().Hash);

        Assert.NotEqual(hash, _bench.Wanted("shop/update").Hash);
        _bench.Want("a", "orders/create", "id:2", "tags", "id");
        Assert.NotEqual(hash, _bench.Wanted().Hash);
        _bench.Want("a", "orders/create", "id:1", "id");
        Assert.NotEqual(hash, _bench.Wanted().Hash);
        _bench.Want("a", "orders/create", "id:1", "tags", "id").Uri = "pubsub://project:topic";
        Assert.NotEqual(hash, _bench.Wanted().Hash);
    }

    [Theory]
    [InlineData("status:active", "status")]
    [InlineData("variants.price:>=10.00 OR tags:\"a: b\"", "variants.price tags")]
    [InlineData("created_at:>2026-01-01T00:00:00Z AND -vendor : 'x:y'", "created_at vendor")]
    [InlineData("id:*", "id")]
    [InlineData("no field", "")]
    public void Fields_of_a_filter_are_those_before_a_colon(string filter, string fields) =>
        Assert.Equal(fields, string.Join(' ', FilterRules.FieldsOf(filter)));

    [Theory]
    [InlineData("variants.price:1", "", "")]
    [InlineData("variants.price:1", "id variants", "")]
    [InlineData("variants.price:1", "variants.price", "")]
    [InlineData("variants.price:1 status:x", "id variant", "variants.price status")]
    public void Field_of_a_filter_is_missing_unless_it_or_what_holds_it_is_included(
        string filter, string included, string missing) =>
        Assert.Equal(
            missing,
            string.Join(
                ' ', FilterRules.FieldsMissing(filter, included.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Fact]
    public void Overview_shows_what_differs_and_why()
    {
        _bench.Want("new", "orders/create");
        _bench.Want("changed", "products/update", "status:active");
        _bench.Want("fine", "shop/update");
        var now = DateTimeOffset.UnixEpoch;
        var wanted = _bench.Wanted();
        var fine = SubscriptionRules.Found(
            wanted.Items.Single(item => item.Name == "fine"),
            new("gid://1", "SHOP_UPDATE", ReconcileBench.Address), now);
        var items = OverviewRules.Describe(
            wanted,
            [fine, fine with { Name = "changed", Topic = "products/update" }, fine with { Name = "old" }]);
        Assert.Equal(
            [
                "changed Different not-compared-yet", "customers-data_request DeclareInToml compliance-topic",
                "customers-redact DeclareInToml compliance-topic", "fine InPlace ", "new Missing not-compared-yet",
                "old Different wanted-no-more", "shop-redact DeclareInToml compliance-topic",
            ],
            items.Select(item => $"{item.Name} {item.State} {item.Reason}"));
    }
}
