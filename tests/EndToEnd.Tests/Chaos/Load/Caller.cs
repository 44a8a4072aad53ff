using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Load;

/// <summary>
/// Calls any of the silos, and another one when that comes to nothing, as whoever stands behind a balancer does. Each
/// answer has to be one that the service gives deliberately.
/// </summary>
internal sealed class Caller(ChaosCluster cluster, Tally tally, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>This part's own generator.</summary>
    public Random Random => random;

    /// <summary>Any silo.</summary>
    public ShopkeeperProcess Any() => cluster.Silos[random.Next(cluster.Silos.Count)].Service;

    /// <summary>One try at any silo; null when nobody answered within five seconds.</summary>
    public async Task<HttpResponseMessage?> TryAsync(
        string what, Func<ShopkeeperProcess, CancellationToken, Task<HttpResponseMessage>> send)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            var answer = await send(Any(), limit.Token);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                tally.Count("answers: 503");
                if (answer.Headers.RetryAfter is null) tally.Violations.Enqueue($"{what}: a 503 without Retry-After");
            }
            else if ((int)answer.StatusCode >= 500)
            {
                tally.Violations.Enqueue(
                    $"{what}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(limit.Token)}");
            }
            return answer;
        }
        catch (Exception nobody) when (
            nobody is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            // A connection that is reset the moment it is made throws the socket's own exception.
            tally.Count("answers: none");
            return null;
        }
    }

    /// <summary>Tries until an answer is the right one.</summary>
    /// <param name="what">What is wanted, as a clause.</param>
    /// <param name="send">One try.</param>
    /// <param name="isRight">Whether it is.</param>
    /// <exception cref="TimeoutException">It took more than four minutes.</exception>
    public async Task<JsonElement> UntilAsync(
        string what,
        Func<ShopkeeperProcess, CancellationToken, Task<HttpResponseMessage>> send,
        Func<HttpStatusCode, JsonElement, bool> isRight)
    {
        var watch = Stopwatch.StartNew();
        var last = "nobody answered";
        while (watch.Elapsed < Deadline)
        {
            using var answer = await TryAsync(what, send);
            if (answer is not null)
            {
                var text = await answer.Content.ReadAsStringAsync();
                last = $"the last answer was {(int)answer.StatusCode}: {text}";
                var json = text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default;
                if (isRight(answer.StatusCode, json)) return json;
            }
            await Pace.SpendAsync(Pause);
        }
        throw new TimeoutException($"Awaited for {watch.Elapsed.TotalSeconds:F0} s that {what}; {last}.");
    }

    /// <summary>A call of a shop's embedded app.</summary>
    public static Func<ShopkeeperProcess, CancellationToken, Task<HttpResponseMessage>> ByApp(
        ChaosShop shop, HttpMethod method, string path, object? body = null, string? ifMatch = null,
        string? key = null) =>
        async (silo, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await shop.ReadTokenAsync());
            if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            if (body is not null) request.Content = JsonContent.Create(body);
            return await silo.Public.SendAsync(request, cancellationToken);
        };

    /// <summary>A call of an operator.</summary>
    public static Func<ShopkeeperProcess, CancellationToken, Task<HttpResponseMessage>> ByOperator(
        HttpMethod method, string path, object? body = null, string? key = null) =>
        async (silo, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(method, path);
            if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            if (body is not null) request.Content = JsonContent.Create(body);
            return await silo.Operations.SendAsync(request, cancellationToken);
        };
}
