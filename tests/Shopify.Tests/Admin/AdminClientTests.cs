using Shopkeeper.Shopify.Admin;
using static Shopkeeper.Shopify.Tests.Http.ShopifyServer;

namespace Shopkeeper.Shopify.Tests.Admin;

public sealed class AdminClientTests
{
    private const string Gid = "gid://shopify/WebhookSubscription/";

    private static readonly Uri Callback = new("https://app.example/webhooks");
    private static readonly object[] NoErrors = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProbeAsync_asks_the_versioned_address_with_the_token_and_reads_who_it_is()
    {
        await using var server = await AnsweringAsync(Answer(200, AdminBodies.Probe));
        var probe = (await server.Admin.ProbeAsync(server.Access, Cancel)).Value;
        Assert.Equal("gid://shopify/AppInstallation/99", probe?.AppInstallationId);
        Assert.Equal(548380009, probe?.ShopId);
        Assert.Equal("blue.myshopify.com", probe?.Shop.Value);
        Assert.Equal(("Blue", "owner@blue.example"), (probe?.Name, probe?.Email));
        var request = Assert.Single(server.Requests);
        Assert.Equal(
            ("POST", "/blue.myshopify.com/admin/api/2026-10/graphql.json"), (request.Method, request.Path));
        Assert.Equal("shpat_canary", request.Headers["X-Shopify-Access-Token"]);
        Assert.Equal(("application/json", Json), (request.Headers["Content-Type"], request.Headers["Accept"]));
        Assert.False(request.Headers.ContainsKey("traceparent"));
        var query = request.Json.GetProperty("query").GetString();
        Assert.Contains("currentAppInstallation { id }", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListWebhooksAsync_reads_all_pages_in_order()
    {
        await using var server = await AnsweringAsync(
            Answer(200, AdminBodies.Webhooks("a", (1, "APP_UNINSTALLED", "https://app.example/webhooks"))),
            Answer(200, AdminBodies.Webhooks("b")),
            Answer(200, AdminBodies.Webhooks(null, (2, "SOME_NEW_TOPIC", "pubsub://p:t"))));
        var outcome = await server.Admin.ListWebhooksAsync(server.Access, Cancel);
        Assert.Equal(
            [
                new WebhookSubscription(Gid + 1, "app/uninstalled", "https://app.example/webhooks"),
                new WebhookSubscription(Gid + 2, "SOME_NEW_TOPIC", "pubsub://p:t"),
            ],
            outcome.Value);
        var cursors = server.Requests.Select(request => request.Variables.GetProperty("after").GetString());
        Assert.Equal([null, "a", "b"], cursors);
        Assert.All(server.Requests, request => Assert.Equal(250, request.Variables.GetProperty("first").GetInt32()));
        Assert.Equal(3, server.Records.Count);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "b", "a")]
    [InlineData("a", "b", "c", "b")]
    [InlineData("")]
    public async Task ListWebhooksAsync_when_cursors_go_in_a_circle_stops_and_gives_no_part(params string[] cursors)
    {
        var pages = cursors.Select(cursor => AdminBodies.Webhooks(cursor, (1, "APP_UNINSTALLED", "https://a.example")));
        await using var server = await AnsweringAsync([.. pages.Select(page => Answer(200, page))]);
        Assert.Equal("unreadable", (await server.Admin.ListWebhooksAsync(server.Access, Cancel)).Code);
        Assert.Equal(cursors.Length, server.Requests.Count);
    }

    [Fact]
    public async Task ListWebhooksAsync_when_pages_never_end_stops_at_the_bound()
    {
        var page = 0;
        await using var server = await AnsweringAsync(
            context => Answer(200, AdminBodies.Webhooks($"cursor-{Interlocked.Increment(ref page)}"))(context));
        Assert.Equal("unreadable", (await server.Admin.ListWebhooksAsync(server.Access, Cancel)).Code);
        Assert.Equal(40, server.Requests.Count);
    }

    [Fact]
    public async Task ListWebhooksAsync_when_a_later_page_fails_fails_as_a_whole()
    {
        await using var server = await AnsweringAsync(
            Answer(200, AdminBodies.Webhooks("a", (1, "APP_UNINSTALLED", "https://a.example"))), Answer(401));
        var outcome = await server.Admin.ListWebhooksAsync(server.Access, Cancel);
        Assert.Equal(("unauthorized", null), (outcome.Code, outcome.Value));
    }

    [Fact]
    public async Task DeleteWebhookAsync_when_deleted_or_gone_is_done()
    {
        await using var server = await AnsweringAsync(
            Answer(200, AdminBodies.Change("webhookSubscriptionDelete", new
            {
                deletedWebhookSubscriptionId = "gid://shopify/WebhookSubscription/5", userErrors = NoErrors,
            })),
            Answer(200, AdminBodies.Change("webhookSubscriptionDelete", new
            {
                deletedWebhookSubscriptionId = (object?)null,
                userErrors = new[] { new { field = new[] { "id" }, message = "Webhook subscription does not exist" } },
            })),
            Answer(200, AdminBodies.Change("webhookSubscriptionDelete", new { userErrors = NoErrors })));
        const string Id = "gid://shopify/WebhookSubscription/5";
        Assert.Equal(new AdminDone(false), (await server.Admin.DeleteWebhookAsync(server.Access, Id, Cancel)).Value);
        Assert.Equal(new AdminDone(true), (await server.Admin.DeleteWebhookAsync(server.Access, Id, Cancel)).Value);
        Assert.Equal("unreadable", (await server.Admin.DeleteWebhookAsync(server.Access, Id, Cancel)).Code);
        Assert.Equal(Id, server.Requests[0].Variables.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("APP_NOT_INSTALLED", "refused-app-not-installed")]
    [InlineData("USER_PERMISSIONS_INSUFFICIENT", "refused-user-permissions-insufficient")]
    public async Task UninstallAsync_when_declined_gives_the_code(string upstream, string code)
    {
        await using var server = await AnsweringAsync(Answer(200, AdminBodies.Change("appUninstall", new
        {
            app = (object?)null, userErrors = new[] { new { code = upstream, field = (object?)null, message = "m" } },
        })));
        var outcome = await server.Admin.UninstallAsync(server.Access, Cancel);
        Assert.Equal((code, upstream, 200), (outcome.Code, outcome.Failure?.ErrorCode, outcome.Failure?.Status));
    }

    [Fact]
    public async Task UninstallAsync_when_granted_is_done()
    {
        await using var server = await AnsweringAsync(Answer(200, AdminBodies.Change(
            "appUninstall", new { app = new { id = "gid://shopify/App/1" }, userErrors = NoErrors })));
        Assert.Equal(new AdminDone(false), (await server.Admin.UninstallAsync(server.Access, Cancel)).Value);
    }

    [Fact]
    public async Task ReadProductsAsync_reads_a_page_and_where_the_next_begins()
    {
        await using var server = await AnsweringAsync(
            Answer(200, AdminBodies.Products("c1", 1, 2)), Answer(200, AdminBodies.Products(null, 3)));
        var first = (await server.Admin.ReadProductsAsync(server.Access, null, 2, Cancel)).Value;
        Assert.Equal("c1", first?.NextCursor);
        Assert.Equal(
            new Product("gid://shopify/Product/1", "Product 1", "product-1", new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
            first?.Products[0]);
        var last = (await server.Admin.ReadProductsAsync(server.Access, first?.NextCursor, 2, Cancel)).Value;
        Assert.Equal((null, 1), (last?.NextCursor, last?.Products.Count));
        Assert.Equal("c1", server.Requests[1].Variables.GetProperty("after").GetString());
    }

    [Fact]
    public async Task ReadProductsAsync_when_a_page_leads_back_to_itself_is_unreadable()
    {
        await using var server = await AnsweringAsync(Answer(200, AdminBodies.Products("c1", 1)));
        Assert.Equal("unreadable", (await server.Admin.ReadProductsAsync(server.Access, "c1", 2, Cancel)).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(251)]
    public async Task ReadProductsAsync_when_the_page_is_too_large_throws_before_any_call(int first)
    {
        await using var server = await AnsweringAsync(Answer(200, AdminBodies.Products(null)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => server.Admin.ReadProductsAsync(server.Access, null, first, Cancel));
        Assert.Empty(server.Requests);
    }
}
