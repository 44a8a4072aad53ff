using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.Simulator.Admin;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Tests.Admin;

public sealed class GraphQLTests : SimulatorTest
{
    private const string Products =
        "query($first: Int!, $after: String) { products(first: $first, after: $after) "
        + "{ nodes { id title } pageInfo { hasNextPage endCursor } } }";

    private const string Create =
        """
        mutation($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
          webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) {
            webhookSubscription { id topic uri } userErrors { field message } } }
        """;

    [Fact]
    public async Task Products_are_paged_to_the_end_without_a_gap_or_a_repetition()
    {
        var token = await InstallAsync();
        List<string> ids = [];
        string? after = null;
        var pages = 0;
        do
        {
            var page = (await DataAsync(Shop, token, Products, new { first = 50, after })).GetProperty("products");
            foreach (var node in page.GetProperty("nodes").EnumerateArray())
                ids.Add(node.GetProperty("id").GetString()!);
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
            pages++;
        }
        while (after is not null);

        Assert.Equal(5, pages);
        Assert.Equal(250, ids.Distinct().Count());
        Assert.Equal(250, ids.Count);
    }

    [Fact]
    public async Task Products_are_the_same_in_every_simulator_and_differ_between_shops()
    {
        await using var other = await SimulatorHost.StartAsync(Options, Cancel);
        var elsewhere = (await other.Control.InstallAsync(Shop, cancellationToken: Cancel)).AccessToken!;
        var token = await InstallAsync();
        var neighbour = await InstallAsync(Neighbour);

        var here = await DataAsync(Shop, token, Products, new { first = 3 });
        var next = await DataAsync(Neighbour, neighbour, Products, new { first = 3 });
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(other.BaseUrl, $"{Shop}/admin/api/2026-10/graphql.json"));
        request.Headers.Add("X-Shopify-Access-Token", elsewhere);
        request.Content = JsonContent.Create(new { query = Products, variables = new { first = 3 } });
        using var response = await Http.SendAsync(request, Cancel);
        var there = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal(here.ToString(), there.GetProperty("data").ToString());
        Assert.NotEqual(here.ToString(), next.ToString());
    }

    [Theory]
    [InlineData("{ products { nodes { id } } }")]
    [InlineData("{ products(first: 251) { nodes { id } } }")]
    [InlineData("{ products(first: 5, after: \"made-up\") { nodes { id } } }")]
    [InlineData("{ noSuchField }")]
    [InlineData("{ broken")]
    public async Task Query_that_shopify_would_refuse_is_answered_with_errors_and_a_cost(string query)
    {
        var token = await InstallAsync();

        using var response = await QueryAsync(Shop, token, query);

        Assert.Equal(200, (int)response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.NotEmpty(answer.GetProperty("errors").EnumerateArray());
        var cost = answer.GetProperty("extensions").GetProperty("cost");
        Assert.Equal(2000, cost.GetProperty("throttleStatus").GetProperty("maximumAvailable").GetInt32());
    }

    [Fact]
    public async Task Products_without_their_scope_are_denied()
    {
        var installed = await Control.InstallAsync(Shop, new InstallRequest { Scopes = ["read_orders"] }, Cancel);

        using var response = await QueryAsync(Shop, installed.AccessToken, "{ products(first: 1) { nodes { id } } }");

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal("ACCESS_DENIED", answer.GetProperty("errors")[0]
            .GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Subscription_is_created_once_per_topic_and_address_changed_and_deleted()
    {
        var token = await InstallAsync();
        var input = new { uri = "https://app.example/webhooks" };

        var first = await CreateAsync(token, "PRODUCTS_UPDATE", input.uri);
        var taken = await CreateAsync(token, "PRODUCTS_UPDATE", input.uri);
        var id = first.GetProperty("webhookSubscription").GetProperty("id").GetString()!;
        var changed = await DataAsync(Shop, token,
            "mutation($id: ID!) { webhookSubscriptionUpdate(id: $id, webhookSubscription: "
            + "{uri: \"https://app.example/other\"}) { webhookSubscription { uri } userErrors { message } } }",
            new { id });
        var deleted = await DeleteAsync(token, id);
        var gone = await DeleteAsync(token, id);

        Assert.Equal("Address for this topic has already been taken",
            taken.GetProperty("userErrors")[0].GetProperty("message").GetString());
        Assert.Contains("https://app.example/other", changed.ToString());
        Assert.Equal(id, deleted.GetProperty("deletedWebhookSubscriptionId").GetString());
        Assert.Single(gone.GetProperty("userErrors").EnumerateArray());
    }

    [Fact]
    public async Task Subscriptions_are_paged_past_one_that_was_deleted_and_filtered_by_topic()
    {
        var token = await InstallAsync();
        for (var number = 0; number < 5; number++)
            await CreateAsync(token, "PRODUCTS_UPDATE", $"https://app.example/{number}");
        await CreateAsync(token, "SHOP_UPDATE", "https://app.example/shop");
        const string query = "query($after: String) { webhookSubscriptions(first: 2, after: $after, "
            + "topics: [PRODUCTS_UPDATE]) { edges { cursor node { id uri } } pageInfo { hasNextPage endCursor } } }";

        var first = (await DataAsync(Shop, token, query)).GetProperty("webhookSubscriptions");
        var last = first.GetProperty("edges")[1].GetProperty("node").GetProperty("id").GetString()!;
        await DeleteAsync(token, last);
        var after = first.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var second = (await DataAsync(Shop, token, query, new { after })).GetProperty("webhookSubscriptions");

        Assert.Equal(["https://app.example/2", "https://app.example/3"], second.GetProperty("edges").EnumerateArray()
            .Select(edge => edge.GetProperty("node").GetProperty("uri").GetString()));
    }

    [Fact]
    public async Task Unknown_token_is_answered_401_with_shopifys_body()
    {
        await InstallAsync();

        using var response = await QueryAsync(Shop, "shpat_unknown", "{ shop { id } }");

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("""{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}""",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task App_uninstall_ends_the_token_and_the_subscriptions()
    {
        var token = await InstallAsync();
        await CreateAsync(token, "PRODUCTS_UPDATE", "https://app.example/webhooks");

        var data = await DataAsync(Shop, token,
            "mutation { appUninstall { app { id } userErrors { code field message } } }");
        var newer = await InstallAsync();
        var left = await DataAsync(Shop, newer, "{ webhookSubscriptions(first: 5) { nodes { id } } }");

        Assert.Empty(data.GetProperty("appUninstall").GetProperty("userErrors").EnumerateArray());
        using var dead = await QueryAsync(Shop, token, "{ shop { id } }");
        Assert.Equal(401, (int)dead.StatusCode);
        Assert.Empty(left.GetProperty("webhookSubscriptions").GetProperty("nodes").EnumerateArray());
    }

    [Theory]
    [InlineData("api_permissions/current.json")]
    [InlineData("api/2026-10/api_permissions/current.json")]
    public async Task Rest_call_uninstalls_once(string path)
    {
        var token = await InstallAsync();

        using var first = await DeletePermissionsAsync(path, token);
        using var second = await DeletePermissionsAsync(path, token);

        Assert.Equal(200, (int)first.StatusCode);
        Assert.Equal(401, (int)second.StatusCode);
        Assert.Null((await Control.GetShopAsync(Shop, Cancel)).InstallationId);
    }

    [Fact]
    public void Schema_lists_the_topics_that_deliveries_know()
    {
        var text = AdminSchema.Text;
        var block = text[text.IndexOf("enum WebhookSubscriptionTopic", StringComparison.Ordinal)..];
        var names = block.Split('\n').Skip(1).TakeWhile(line => line != "}").Select(line => line.Trim());

        Assert.Equal(WebhookTopics.Subscribable.Select(WebhookTopics.ToEnum).Order(StringComparer.Ordinal),
            names.Order(StringComparer.Ordinal));
    }

    private async Task<HttpResponseMessage> DeletePermissionsAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, AdminUrl(Shop, path));
        request.Headers.Add("X-Shopify-Access-Token", token);
        return await Http.SendAsync(request, Cancel);
    }

    private async Task<JsonElement> CreateAsync(string token, string topic, string uri) =>
        (await DataAsync(Shop, token, Create, new { topic, input = new { uri } }))
            .GetProperty("webhookSubscriptionCreate");

    private async Task<JsonElement> DeleteAsync(string token, string id) =>
        (await DataAsync(Shop, token, "mutation($id: ID!) { webhookSubscriptionDelete(id: $id) "
            + "{ deletedWebhookSubscriptionId userErrors { field message } } }", new { id }))
        .GetProperty("webhookSubscriptionDelete");
}
