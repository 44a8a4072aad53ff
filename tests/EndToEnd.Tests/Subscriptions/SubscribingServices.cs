using System.Globalization;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.EndToEnd.Tests.Subscriptions;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

[assembly: AssemblyFixture(typeof(SubscribingServices))]

namespace Shopkeeper.EndToEnd.Tests.Subscriptions;

/// <summary>
/// One service on each database that wants many subscriptions and takes few deliveries, and whose users have online
/// tokens and a page of the app's own, for all tests of these: they keep apart by shop. Started by the first that asks.
/// </summary>
public sealed class SubscribingServices : IAsyncDisposable
{
    /// <summary>Topics that an app with <c>read_products</c> may subscribe to, in the order of their names.</summary>
    public static readonly string[] Granted =
    [
        "app/scopes_update", "app/uninstalled", "app_subscriptions/update", "bulk_operations/finish",
        "collections/create", "collections/update", "products/create", "products/delete", "products/update",
        "shop/update",
    ];

    /// <summary>
    /// What is wanted beside them: one by name, one without its scope, one for the TOML alone. Twelve can be asked for.
    /// </summary>
    public static readonly Dictionary<string, string?> Settings = Wanted(
        [.. Granted, "orders/create", "customers/redact"],
        new()
        {
            ["Webhooks:Subscriptions:active_products:Topic"] = "products/update",
            ["Webhooks:Subscriptions:active_products:Filter"] = "status:active",
            ["Webhooks:Subscriptions:active_products:IncludeFields:0"] = "id",
            ["Webhooks:Subscriptions:active_products:IncludeFields:1"] = "status",
            ["Webhooks:Subscriptions:active_products:MetafieldNamespaces:0"] = "app",
            ["Sessions:Online"] = "true",
            ["EmbeddedApp:PageUrl"] = "https://app.example.com/home?from=admin",
            ["Webhooks:InboxLimitPerShop"] = "1",
            ["Webhooks:Reconcile:AfterShedding"] = "00:00:00.200",
            ["Webhooks:Reconcile:DeployWithin"] = "00:00:01",
        });

    private readonly Dictionary<DatabaseKind, Lazy<Task<ShopkeeperProcess>>> _services =
        Enum.GetValues<DatabaseKind>().ToDictionary(
            kind => kind,
            kind => new Lazy<Task<ShopkeeperProcess>>(() => ShopkeeperProcess.StartAsync(kind, Settings)));

    /// <summary>The service on a database.</summary>
    public Task<ShopkeeperProcess> OnAsync(DatabaseKind kind) => _services[kind].Value;

    /// <summary>Ends them all, also when the log of one holds what it must not: that counts as a failed test.</summary>
    public async ValueTask DisposeAsync()
    {
        var ends = _services.Values.Where(service => service.IsValueCreated)
            .Select(async service => await (await service.Value).DisposeAsync());
        await Task.WhenAll([.. ends]);
    }

    /// <summary>Settings that want topics, and whatever else is given.</summary>
    public static Dictionary<string, string?> Wanted(string[] topics, Dictionary<string, string?> others)
    {
        foreach (var (index, topic) in topics.Index())
            others["Webhooks:Topics:" + index.ToString(CultureInfo.InvariantCulture)] = topic;
        return others;
    }
}

/// <summary>A shop's subscriptions, as the embedded app and Shopify see them.</summary>
internal static class SubscriptionCalls
{
    public const string List = "webhookSubscriptions";
    public const string Create = "webhookSubscriptionCreate";
    public const string Update = "webhookSubscriptionUpdate";
    public const string Delete = "webhookSubscriptionDelete";

    /// <summary>What <c>GET /api/webhooks</c> tells, by name.</summary>
    public static async Task<Dictionary<string, JsonElement>> WebhooksAsync(this Merchant shop) =>
        (await shop.GetAsync("/api/webhooks")).GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.GetProperty("name").GetString()!);

    /// <summary>Waits until the names are in the state, and gives all items.</summary>
    public static Task<Dictionary<string, JsonElement>> UntilAsync(
        this Merchant shop, string state, params string[] names) =>
        Eventually.PollAsync(
            $"{string.Join(", ", names)} are {state}", shop.WebhooksAsync,
            items => names.All(name => items.TryGetValue(name, out var item)
                && item.GetProperty("state").GetString() == state));

    /// <summary>Waits until what Shopify has is so.</summary>
    public static Task<IReadOnlyList<SubscriptionView>> UntilAtShopifyAsync(
        this ShopkeeperProcess service, Merchant shop, string what,
        Func<IReadOnlyList<SubscriptionView>, bool> wanted) =>
        Eventually.PollAsync(what, () => service.AtShopifyAsync(shop), wanted);

    public static async Task<IReadOnlyList<SubscriptionView>> AtShopifyAsync(
        this ShopkeeperProcess service, Merchant shop) =>
        (await service.Shopify.Control.GetShopAsync(shop.Domain, CancellationToken.None)).Subscriptions;

    /// <summary>How often Shopify was called so for the shop.</summary>
    public static async Task<int> CountCallsAsync(
        this ShopkeeperProcess service, Merchant shop, string operation) =>
        (await service.Shopify.Control.ListCallsAsync(shop.Domain, operation, CancellationToken.None)).Count;

    /// <summary>A new grant has the shop compared again; waits until the comparison came to its end.</summary>
    public static async Task CompareAgainAsync(this ShopkeeperProcess service, Merchant shop)
    {
        var before = (await shop.UntilAsync("in-place", "app-uninstalled")).Values.Where(IsCompared).Max(CheckedAt);
        await shop.InstallAsync();
        await Eventually.PollAsync(
            "the subscriptions are compared again", shop.WebhooksAsync,
            items => items.Values.Where(IsCompared).All(item => CheckedAt(item) > before));
    }

    private static bool IsCompared(JsonElement item) => item.GetProperty("state").GetString() != "declare-in-toml";

    // One that is being created is not compared to the end.
    private static DateTimeOffset CheckedAt(JsonElement item) =>
        item.GetProperty("state").GetString() == "being-created"
            ? DateTimeOffset.MinValue
            : item.GetProperty("checkedAt").GetDateTimeOffset();
}
