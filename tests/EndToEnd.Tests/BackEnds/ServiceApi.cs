using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.BackEnds;

/// <summary>Calls the routes of the app's back ends.</summary>
internal static class ServiceApi
{
    /// <summary>Calls a route with a key; null for none.</summary>
    public static async Task<HttpResponseMessage> ServeAsync(
        this ShopkeeperProcess service, HttpMethod method, string path, object? body = null, string? key = "",
        string? ifMatch = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, $"/service/shops/{path}");
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer", key.Length == 0 ? service.Keys.Service : key);
        }
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (idempotencyKey is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await service.Internal.SendAsync(request, CancellationToken.None);
    }

    /// <summary>Reads the JSON answered, which must be 2xx.</summary>
    public static async Task<JsonElement> ServedAsync(
        this ShopkeeperProcess service, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var answer = await service.ServeAsync(method, path, body, ifMatch: ifMatch);
        return await answer.ReadJsonAsync();
    }
}
