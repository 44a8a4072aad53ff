using System.Net.Http.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.EndToEnd.Tests.Webhooks;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

[assembly: AssemblyFixture(typeof(HandlingServices))]

namespace Shopkeeper.EndToEnd.Tests.Webhooks;

/// <summary>
/// One service on each database that has handlers of an app, for all tests of them: they keep apart by shop. Started by
/// the first test that asks.
/// </summary>
public sealed class HandlingServices : IAsyncDisposable
{
    private const string Project = "HandlingApp";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Shopify:Scopes"] = "read_products,read_orders",
        ["Webhooks:RetryFirst"] = "00:00:00.010",
        ["Webhooks:RetryMaximum"] = "00:00:00.020",
    };

    private readonly Dictionary<DatabaseKind, Lazy<Task<ShopkeeperProcess>>> _services =
        Enum.GetValues<DatabaseKind>().ToDictionary(
            kind => kind,
            kind => new Lazy<Task<ShopkeeperProcess>>(() => ShopkeeperProcess.StartAsync(kind, Settings, Project)));

    /// <summary>The service on a database.</summary>
    public Task<ShopkeeperProcess> OnAsync(DatabaseKind kind) => _services[kind].Value;

    /// <summary>Ends them all, also when the log of one holds what it must not: that counts as a failed test.</summary>
    public async ValueTask DisposeAsync()
    {
        var ends = _services.Values.Where(service => service.IsValueCreated)
            .Select(async service => await (await service.Value).DisposeAsync());
        await Task.WhenAll([.. ends]);
    }
}

/// <summary>The app's own handler, seen from outside.</summary>
internal static class HandlingCalls
{
    /// <summary>The topic that the app handles.</summary>
    public const string Topic = "orders/paid";

    /// <summary>The topic of which the app keeps the newest.</summary>
    public const string Updates = "orders/updated";

    /// <summary>What the handler got for the shop.</summary>
    public static async Task<HandledOrder[]> HandledAsync(this ShopkeeperProcess service, Merchant shop) =>
        (await service.Internal.GetFromJsonAsync<HandledOrder[]>($"/test/handled/{shop.InstallationId}"))!;

    /// <summary>Waits until the handler got as many.</summary>
    public static Task<HandledOrder[]> UntilHandledAsync(this ShopkeeperProcess service, Merchant shop, int count) =>
        Eventually.PollAsync(
            $"the handler got {count} deliveries", () => service.HandledAsync(shop),
            handled => handled.Length >= count);

    /// <summary>Has the handler fail for the shop, or work again.</summary>
    public static async Task BreakAsync(this ShopkeeperProcess service, Merchant shop, bool broken = true)
    {
        using var answer = await service.Internal.PostAsync(
            $"/test/broken/{shop.InstallationId}?broken={(broken ? "true" : "false")}", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Has the handler of updates hang for the shop, or lets it go.</summary>
    public static async Task HangAsync(this ShopkeeperProcess service, Merchant shop, bool hanging = true)
    {
        using var answer = await service.Internal.PostAsync(
            $"/test/hung/{shop.InstallationId}?hanging={(hanging ? "true" : "false")}", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until the handler of updates hangs for the shop.</summary>
    public static Task UntilHungAsync(this ShopkeeperProcess service, Merchant shop) => Eventually.PollAsync(
        "the handler hangs", () => service.Internal.GetFromJsonAsync<int>($"/test/hung/{shop.InstallationId}"),
        times => times > 0);

    /// <summary>Shopify sends a delivery made to order, and it is answered.</summary>
    public static async Task<DeliveryView> ShopifySendsAsync(
        this ShopkeeperProcess service, Merchant shop, DeliveryRequest request)
    {
        var sent = await service.Shopify.Control.DeliverAsync(shop.Domain, request, CancellationToken.None);
        return await service.Shopify.Control.WaitForDeliveryAsync(
            sent[0].Id, TimeSpan.FromSeconds(30), CancellationToken.None);
    }
}

/// <summary>What the handler was given.</summary>
internal sealed record HandledOrder(
    long Id, decimal TotalPrice, string Topic, string? DeliveryId, string? EventId, DateTimeOffset? TriggeredAt,
    string? ApiVersion, string? Name, string? Action, string? ResourceId);
