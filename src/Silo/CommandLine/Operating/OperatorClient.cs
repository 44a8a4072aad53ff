using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Shopkeeper.Silo.CommandLine.Operating;

/// <summary>Speaks the operators' API with a running service. What is refused becomes words.</summary>
internal sealed class OperatorClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http;

    public OperatorClient(Uri url, string key)
    {
        _http = new HttpClient { BaseAddress = new Uri(url, "/ops/api/"), Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => _http.Dispose();

    /// <exception cref="OperatorRefusal">It is refused, or there is no answer.</exception>
    public Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <exception cref="OperatorRefusal">It is refused, or there is no answer.</exception>
    public Task<T> OrderAsync<T>(string path, object? body, string? key, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = JsonContent.Create(body);
        return SendAsync<T>(request, cancellationToken);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage sent, CancellationToken cancellationToken)
    {
        using var request = sent;
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken)
                    ?? throw OperatorRefusal.Usage($"{_http.BaseAddress} answers nothing: is this the service?");
            }
            throw await RefusalAsync(answer, cancellationToken);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException
            || (unreachable is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw OperatorRefusal.Unanswered($"No answer from {_http.BaseAddress}: {unreachable.Message}");
        }
        catch (JsonException)
        {
            throw OperatorRefusal.Usage($"{_http.BaseAddress} answers no JSON: is this the internal listener?");
        }
    }

    private static async Task<OperatorRefusal> RefusalAsync(
        HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var words = Words(await answer.Content.ReadAsStringAsync(cancellationToken)) ?? answer.ReasonPhrase;
        var message = $"The service answers {(int)answer.StatusCode}: {words}";
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity =>
                OperatorRefusal.Refused(message),
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                OperatorRefusal.Unanswered(message),
            _ => OperatorRefusal.Usage(message),
        };
    }

    private static string? Words(string problem)
    {
        try
        {
            var json = JsonDocument.Parse(problem).RootElement;
            var errors = json.TryGetProperty("errors", out var given) ? given.EnumerateArray().ToArray() : [];
            return string.Join(
                ' ', errors.Select(error => error.GetProperty("remedy").GetString())
                    .Prepend(json.GetProperty("title").GetString()));
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
