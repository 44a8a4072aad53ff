using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>Services whose steps stall soon, and what operators do about it.</summary>
internal static class StalledService
{
    /// <summary>Settings under which a failing step stalls after two attempts.</summary>
    public static Dictionary<string, string?> Settings { get; } = new()
    {
        ["Teardown:MaximumAttempts"] = "2",
        ["Teardown:ParticipantAttempts"] = "2",
        ["Teardown:ResidueRounds"] = "2",
    };

    /// <summary>A shop with a file that can't be erased, ended by an operator, its teardown stalled.</summary>
    public static async Task<(Merchant Shop, Guid Teardown)> StalledAsync(this ShopkeeperProcess service)
    {
        var shop = await Merchant.InstalledAsync(service);
        await StubbornFile.PutAsync(service, shop.InstallationId);
        var teardown = await service.EndByOperatorAsync(shop);
        await service.UntilStatusAsync(teardown, "stalled");
        return (shop, teardown);
    }

    /// <summary>Waits until a teardown has a status, and answers it.</summary>
    public static Task<JsonElement> UntilStatusAsync(this ShopkeeperProcess service, Guid teardown, string status) =>
        Eventually.PollAsync(
            $"the teardown is {status}",
            () => service.Operations.ReadAsync($"teardowns/{teardown}"),
            seen => seen.GetProperty("status").GetString() == status,
            TimeSpan.FromSeconds(60));

    /// <summary>Posts an order to the operators' API.</summary>
    public static async Task<HttpResponseMessage> OrderAsync(
        this ShopkeeperProcess service, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (idempotencyKey is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await service.Operations.SendAsync(request, CancellationToken.None);
    }

    /// <summary>Posts an order that must be accepted, and reads the answer.</summary>
    public static async Task<JsonElement> OrderedAsync(
        this ShopkeeperProcess service, string path, object? body = null, string? idempotencyKey = null)
    {
        using var answer = await service.OrderAsync(path, body, idempotencyKey);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.ReadJsonAsync();
    }

    /// <summary>The step of that name in a teardown's view.</summary>
    public static JsonElement Step(this JsonElement teardown, string name) =>
        teardown.GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("name").GetString() == name);
}
