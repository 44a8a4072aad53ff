using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Subscriptions;

public sealed class ReconcileWebhooksTests
{
    private static readonly string[] Twelve =
    [
        "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "products/create", "products/update",
        "products/delete", "collections/create", "collections/update", "customers/create", "customers/update",
        "themes/publish",
    ];

    private readonly ReconcileBench _bench = new();

    [Fact]
    public async Task First_comparison_creates_twelve_side_by_side_after_one_list()
    {
        foreach (var topic in Twelve) _bench.Options.Topics.Add(topic);
        var inFlight = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Client.Meanwhile = async operation =>
        {
            if (!operation.StartsWith("webhookSubscriptionCreate", StringComparison.Ordinal)) return;
            // None is answered before all twelve have been asked for.
            if (Interlocked.Increment(ref inFlight) == Twelve.Length) all.SetResult();
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        };

        await _bench.RunAsync();

        Assert.Equal("webhookSubscriptions", _bench.Client.Calls[0]);
        Assert.Equal(1 + Twelve.Length, _bench.Client.Calls.Count);
        Assert.All(_bench.Records.Records.Values, record => Assert.Equal(SubscriptionState.InPlace, record.State));
        Assert.Equal(_bench.Wanted().Hash, Assert.Single(_bench.Checks.Completed).Hash);
    }

    [Fact]
    public async Task Second_comparison_makes_only_the_list_call()
    {
        foreach (var topic in Twelve) _bench.Options.Topics.Add(topic);
        _bench.Want("filtered", "products/update", "status:active", "status", "id");
        await _bench.RunAsync("shop/update", "shop/redact");
        _bench.Client.Calls.Clear();

        await _bench.RunAsync("shop/update", "shop/redact");

        Assert.Equal(["webhookSubscriptions"], _bench.Client.Calls);
        Assert.Equal(14, _bench.Client.Subscriptions.Count);
    }

    [Fact]
    public async Task Intents_are_recorded_before_the_first_call_that_creates()
    {
        List<string?> recorded = [];
        _bench.Client.Fault = call =>
        {
            if (call.StartsWith("webhookSubscriptionCreate", StringComparison.Ordinal))
                recorded.Add(_bench.Records.Records["app-uninstalled"].Reason);
            return null;
        };
        await _bench.RunAsync();
        Assert.Equal(["being-created"], recorded);
    }

    [Fact]
    public async Task What_others_made_is_left_alone_and_what_has_our_address_is_adopted()
    {
        _bench.Stand("gid://ours", "APP_UNINSTALLED");
        _bench.Stand("gid://elsewhere", "ORDERS_CREATE", "https://other.example/webhooks");
        _bench.Stand("gid://queue", "ORDERS_CREATE", "pubsub://project:topic");
        _bench.Stand("gid://unwanted", "PRODUCTS_UPDATE");
        _bench.Stand("gid://filtered", "ORDERS_CREATE", filter: "id:1");
        await _bench.RunAsync("orders/create");

        Assert.Equal("gid://ours", _bench.Records.Records["app-uninstalled"].ShopifyId);
        Assert.Equal("gid://made/0", _bench.Records.Records["orders-create"].ShopifyId);
        Assert.Equal(["webhookSubscriptions", "webhookSubscriptionCreate:orders/create"], _bench.Client.Calls);
        Assert.Equal(6, _bench.Client.Subscriptions.Count);
    }

    // Production made it; this deployment wants the same queue for a while, and then no more.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_at_an_address_that_is_not_our_own_is_left_there_when_it_is_wanted_no_more(
        bool isMadeMeanwhile)
    {
        const string Queue = "pubsub://project:topic";
        _bench.Want("shared", "orders/create").Uri = Queue;
        _bench.Want("own", "orders/paid").Uri = Queue;
        _bench.Client.Fault = call =>
        {
            if (!isMadeMeanwhile || call != "webhookSubscriptionCreate:orders/create") return null;
            _bench.Stand("gid://production", "ORDERS_CREATE", Queue);
            return new AdminFailure { Kind = AdminFailureKind.Refused, ErrorCode = AdminErrorCodes.Taken };
        };
        if (!isMadeMeanwhile) _bench.Stand("gid://production", "ORDERS_CREATE", Queue);
        await _bench.RunAsync();
        await _bench.RunAsync();
        Assert.Equal("gid://production", _bench.Records.Records["shared"].ShopifyId);
        Assert.Equal(2, _bench.Client.Subscriptions.Count);

        _bench.Options = new();
        await _bench.RunAsync();

        Assert.Equal(
            ["gid://production"],
            _bench.Client.Subscriptions.Where(one => one.Uri == Queue).Select(one => one.Id));
        Assert.Equal(["app-uninstalled"], _bench.Records.Records.Keys);
    }

    [Fact]
    public async Task What_was_removed_is_created_again_and_what_was_changed_is_changed_back()
    {
        _bench.Want("filtered", "orders/create", "id:1", "id");
        await _bench.RunAsync("products/update");
        var filtered = _bench.Records.Records["filtered"].ShopifyId!;
        _bench.Client.Subscriptions.RemoveAll(one => one.Topic == "PRODUCTS_UPDATE");
        var index = _bench.Client.Subscriptions.FindIndex(one => one.Id == filtered);
        _bench.Client.Subscriptions[index] = _bench.Client.Subscriptions[index] with
        {
            Uri = "https://changed.example", Filter = "id:2", IncludeFields = ["id", "email"],
        };
        _bench.Client.Calls.Clear();

        await _bench.RunAsync("products/update");

        Assert.Equal(
            [
                "webhookSubscriptionCreate:products/update", $"webhookSubscriptionUpdate:{filtered}",
                "webhookSubscriptions",
            ],
            _bench.Client.Calls.Order(StringComparer.Ordinal));
        var back = _bench.Client.Subscriptions.Single(one => one.Id == filtered);
        Assert.Equal((ReconcileBench.Address, "id:1", "id"), (back.Uri, back.Filter, back.IncludeFields.Single()));
        Assert.Equal((SubscriptionState.InPlace, null), _bench["filtered"]);
    }

    [Fact]
    public async Task What_is_wanted_no_more_is_deleted_with_its_record()
    {
        _bench.Want("old", "orders/create");
        await _bench.RunAsync();
        _bench.Stand("gid://foreign", "ORDERS_CREATE", "https://other.example");
        _bench.Options = new();
        _bench.Want("new", "products/update");

        await _bench.RunAsync();

        Assert.Equal(["new"], _bench.Records.Records.Keys);
        Assert.Equal(["PRODUCTS_UPDATE", "gid://foreign"], _bench.Client.Subscriptions
            .Select(one => one.Id == "gid://foreign" ? one.Id : one.Topic).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_topic_under_a_name_takes_the_old_ones_place_and_leaves_none_behind()
    {
        _bench.Want("one", "orders/create");
        await _bench.RunAsync();
        _bench.Want("one", "products/update");
        List<string> order = [];
        _bench.Client.Fault = call =>
        {
            order.Add(call.Split(':')[0]);
            return null;
        };

        await _bench.RunAsync();

        Assert.Equal(["webhookSubscriptions", "webhookSubscriptionDelete", "webhookSubscriptionCreate"], order);
        Assert.Equal("PRODUCTS_UPDATE", Assert.Single(_bench.Client.Subscriptions).Topic);
    }

    [Fact]
    public async Task A_filter_that_a_change_does_not_clear_is_gone_with_a_new_subscription()
    {
        _bench.Want("one", "orders/create", "id:1");
        await _bench.RunAsync();
        _bench.Want("one", "orders/create");
        _bench.Client.KeepsFilters = true;
        await _bench.RunAsync();

        var made = Assert.Single(_bench.Client.Subscriptions);
        Assert.Null(made.Filter);
        Assert.Equal((SubscriptionState.InPlace, null), _bench["one"]);
    }

    [Theory]
    [InlineData(AdminErrorCodes.AccessDenied, "refused-access-denied")]
    [InlineData(AdminErrorCodes.ProtectedData, "refused-protected-data")]
    [InlineData(AdminErrorCodes.TopicNotAllowed, "refused-topic-not-allowed")]
    [InlineData(AdminErrorCodes.InvalidFilter, "refused-invalid-filter")]
    public async Task A_topic_that_is_declined_is_recorded_with_its_code_and_stops_no_other(string code, string reason)
    {
        _bench.Fail("webhookSubscriptionCreate:customers/update", AdminFailureKind.Refused, code);
        await _bench.RunAsync("customers/update", "orders/create");

        Assert.Equal((SubscriptionState.Refused, reason), _bench["customers-update"]);
        Assert.Equal((SubscriptionState.InPlace, null), _bench["orders-create"]);
        // Not again before the timer, or before the scopes change.
        Assert.Equal(_bench.Wanted("customers/update", "orders/create").Hash, _bench.Checks.Completed.Single().Hash);
    }

    [Fact]
    public async Task One_that_somebody_made_since_the_list_is_adopted_and_made_as_wanted()
    {
        _bench.Want("one", "orders/create", "id:1", "id");
        _bench.Client.Fault = call =>
        {
            if (call != "webhookSubscriptionCreate:orders/create") return null;
            _bench.Stand("gid://quicker", "ORDERS_CREATE");
            return new AdminFailure { Kind = AdminFailureKind.Refused, ErrorCode = AdminErrorCodes.Taken };
        };
        await _bench.RunAsync();

        Assert.Equal("gid://quicker", _bench.Records.Records["one"].ShopifyId);
        Assert.Equal("id:1", Assert.Single(_bench.Client.Subscriptions).Filter);
        Assert.Equal((SubscriptionState.InPlace, null), _bench["one"]);
    }

    [Fact]
    public async Task Creation_that_nobody_saw_end_is_found_and_its_duplicates_are_reduced_to_one()
    {
        _bench.Fail("webhookSubscriptionCreate", AdminFailureKind.Unreachable);
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => _bench.RunAsync());
        Assert.True(failed.Retry);
        Assert.Equal((SubscriptionState.BeingCreated, "unreachable"), _bench["app-uninstalled"]);
        Assert.Empty(_bench.Checks.Completed);
        _bench.Client.Fault = _ => null;
        _bench.Stand("gid://unseen", "APP_UNINSTALLED");
        _bench.Stand("gid://unseen-too", "APP_UNINSTALLED");

        await _bench.RunAsync();

        Assert.Equal("gid://unseen", Assert.Single(_bench.Client.Subscriptions).Id);
        Assert.Equal("gid://unseen", _bench.Records.Records["app-uninstalled"].ShopifyId);
    }

    [Fact]
    public async Task Throttled_calls_are_waited_for_and_never_lost()
    {
        _bench.Shop.Options.ThrottleWaits = 5;
        var throttled = 5;
        _bench.Client.Fault = call => call != "webhookSubscriptions" && Interlocked.Decrement(ref throttled) >= 0
            ? new AdminFailure { Kind = AdminFailureKind.Throttled, RetryAfter = TimeSpan.Zero }
            : null;
        await _bench.RunAsync("orders/create", "products/update", "shop/update");
        Assert.Equal(4, _bench.Client.Subscriptions.Count);

        _bench.Fail("webhookSubscriptions", AdminFailureKind.Throttled);
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => _bench.RunAsync("orders/create"));
        Assert.Equal(("shopify-throttled", true), (failed.Code, failed.Retry));
    }

    [Fact]
    public async Task List_call_that_fails_leaves_the_records_as_they_are_and_says_why()
    {
        await _bench.RunAsync();
        Assert.Empty(_bench.Checks.Failed);
        var before = _bench.Records.Records["app-uninstalled"];
        _bench.Fail("webhookSubscriptions", AdminFailureKind.Unreachable);
        await Assert.ThrowsAsync<JobFailedException>(() => _bench.RunAsync());
        Assert.Equal("shopify-unreachable", Assert.Single(_bench.Checks.Failed));
        Assert.Equal(before, _bench.Records.Records["app-uninstalled"]);
    }

    [Fact]
    public async Task What_stands_otherwise_is_recorded_as_it_stands_beside_what_is_wanted()
    {
        _bench.Want("one", "orders/create", "id:1", "id");
        await _bench.RunAsync();
        var index = _bench.Client.Subscriptions.FindIndex(one => one.Filter == "id:1");
        _bench.Client.Subscriptions[index] = _bench.Client.Subscriptions[index] with
        {
            Uri = "https://changed.example/", Filter = "id:2", IncludeFields = ["id", "email"], Format = "XML",
            MetafieldNamespaces = ["theirs"],
        };
        _bench.Fail("webhookSubscriptionUpdate", AdminFailureKind.Refused, AdminErrorCodes.AccessDenied);

        await _bench.RunAsync();

        Assert.Equal((SubscriptionState.Different, "refused-access-denied"), _bench["one"]);
        var item = OverviewRules.Describe(_bench.Wanted(), [.. _bench.Records.Records.Values])
            .Single(one => one.Name == "one");
        Assert.Equal((ReconcileBench.Address, "id:1", "id"), (item.Uri, item.Filter, item.IncludeFields.Single()));
        var expected = new ActualSubscription
        {
            Uri = "https://changed.example/", Filter = "id:2", IncludeFields = ["id", "email"],
            MetafieldNamespaces = ["theirs"], Format = "XML",
        };
        Assert.Equal(expected, item.Actual);

        _bench.Client.Subscriptions.Clear();
        _bench.Fail("webhookSubscriptionCreate", AdminFailureKind.Refused, AdminErrorCodes.AccessDenied);
        await _bench.RunAsync();
        Assert.Null(_bench.Records.Records["one"].Actual);
    }

    [Fact]
    public async Task Silo_of_an_older_release_makes_what_is_missing_and_takes_nothing_away()
    {
        _bench.Want("old", "orders/create");
        await _bench.RunAsync();
        _bench.Options = new();
        _bench.Want("other", "products/update");
        _bench.Checks.Row = _bench.Checks.Row! with { LatestHash = "the hash of a newer release" };
        _bench.Checks.Completed.Clear();

        await _bench.RunAsync();

        Assert.Equal(["old", "other"], _bench.Records.Records.Keys);
        Assert.Equal(2, _bench.Client.Subscriptions.Count);
        Assert.Equal((null, _bench.Options.Reconcile.AfterShedding), _bench.Checks.Completed.Single());
    }
}
