using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Participants;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Compliance;

/// <summary>The compliance desk as an operator sees it.</summary>
internal static class Desk
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Sends a delivery, which must be answered 200.</summary>
    public static async Task TakeAsync(this ShopkeeperProcess service, SignedDelivery delivery)
    {
        using var answer = await delivery.SendAsync(service);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>The shop's requests, of one topic or all.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ListRequestsAsync(
        this ShopkeeperProcess service, Merchant shop, string? topic = null)
    {
        var filter = topic is null ? "" : $"&topic={Uri.EscapeDataString(topic)}";
        var page = await service.Operations.ReadAsync($"compliance?shop={shop.Domain}{filter}");
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    /// <summary>Waits until the shop's only request of a topic stands so, and answers it.</summary>
    public static async Task<JsonElement> UntilRequestAsync(
        this ShopkeeperProcess service, Merchant shop, string topic, string state, string? code = null)
    {
        var seen = await Eventually.PollAsync(
            $"{topic} is {state} {code}",
            () => service.ListRequestsAsync(shop, topic),
            all => all is [var only] && only.Text("state") == state && (code is null || only.Text("code") == code),
            Deadline);
        return seen[0];
    }

    /// <summary>Waits until one of the shop's requests of a topic stands still for a reason, and answers it.</summary>
    public static async Task<JsonElement> UntilStalledAsync(
        this ShopkeeperProcess service, Merchant shop, string topic, string code)
    {
        var seen = await Eventually.PollAsync(
            $"a {topic} stands still as {code}",
            () => service.ListRequestsAsync(shop, topic),
            all => all.Any(one => one.Text("state") == "stalled" && one.Text("code") == code),
            Deadline);
        return seen.Single(one => one.Text("state") == "stalled");
    }

    /// <summary>Waits until a teardown waits for an export.</summary>
    public static Task UntilAwaitingExportAsync(this ShopkeeperProcess service, Guid teardown) =>
        Eventually.PollAsync(
            "the teardown waits for the export",
            () => service.Operations.ReadTextOfAsync($"teardowns/{teardown}"),
            text => text.Contains("awaits-export", StringComparison.Ordinal),
            Deadline);

    /// <summary>The answer of the desk, whatever its status.</summary>
    public static Task<HttpResponseMessage> AskDeskAsync(this ShopkeeperProcess service, string path) =>
        service.Operations.GetAsync($"compliance{path}");

    /// <summary>The id of a request.</summary>
    public static Guid Id(this JsonElement request) => request.GetProperty("id").GetGuid();

    /// <summary>An operator's order about a request.</summary>
    public static Task<HttpResponseMessage> OrderAsync(
        this ShopkeeperProcess service, JsonElement request, string order, object? body = null, string? key = null) =>
        service.OrderAsync(request.Id(), order, body, key);

    /// <inheritdoc cref="OrderAsync(ShopkeeperProcess, JsonElement, string, object?, string?)"/>
    public static Task<HttpResponseMessage> OrderAsync(
        this ShopkeeperProcess service, Guid request, string order, object? body = null, string? key = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"compliance/{request}/{order}");
        if (key is not null) message.Headers.Add("Idempotency-Key", key);
        if (body is not null) message.Content = JsonContent.Create(body);
        return service.Operations.SendAsync(message, CancellationToken.None);
    }
}
