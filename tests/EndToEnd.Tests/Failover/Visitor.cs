using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>
/// A merchant's page: it calls the app by way of a proxy and keeps its session token while that is fresh.
/// </summary>
internal sealed class Visitor(Merchant shop, HttpClient way)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private Task<string>? _token;
    private long _mintedAt;

    /// <summary>Whose page it is.</summary>
    public Merchant Shop { get; } = shop;

    /// <summary>Calls the public API as the owner.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await way.SendAsync(request, CancellationToken.None);
    }

    /// <summary>Calls the public API, and fails where the answer is another one than wanted.</summary>
    public async Task<JsonElement> CallAsync(
        HttpMethod method, string path, object? body = null, int wanted = 200)
    {
        using var answer = await SendAsync(method, path, body);
        await answer.RequireAsync(wanted);
        return await answer.ReadJsonAsync();
    }

    private Task<string> TokenAsync()
    {
        lock (_gate)
        {
            if (_token is not null && Stopwatch.GetElapsedTime(_mintedAt) < Fresh) return _token;
            _mintedAt = Stopwatch.GetTimestamp();
            return _token = Shop.MintTokenAsync(new SessionTokenRequest { UserId = Shop.OwnerId });
        }
    }
}
