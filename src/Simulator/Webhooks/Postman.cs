using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>
/// Makes one attempt at a delivery over HTTP. It follows no redirect: to Shopify a redirect is a failure.
/// </summary>
internal sealed class Postman(SimulatorOptions options) : IDisposable
{
    private const int AnswerMaximum = 2_000;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = options.DeliveryTimeout,
        // Forged deliveries may carry any text in a header.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<DeliveryAttempt> AttemptAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var at = options.Clock.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.DeliveryTimeout);
        using var request = Request(delivery);
        try
        {
            using var response = await _http.SendAsync(request, deadline.Token);
            var answer = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(deadline.Token));
            return new DeliveryAttempt
            {
                At = at, Took = Stopwatch.GetElapsedTime(started), Status = (int)response.StatusCode,
                Answer = answer.Length > AnswerMaximum ? answer[..AnswerMaximum] : answer,
                RetryAfter = response.Headers.TryGetValues("Retry-After", out var values) ? values.First() : null,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryAttempt { At = at, Took = Stopwatch.GetElapsedTime(started), Failure = "timeout" };
        }
        catch (Exception unsent)
            when (unsent is HttpRequestException or IOException or SocketException or InvalidOperationException
                or FormatException)
        {
            return new DeliveryAttempt { At = at, Took = Stopwatch.GetElapsedTime(started), Failure = "connection" };
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(Delivery delivery)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Address)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body)),
        };
        foreach (var (name, value) in delivery.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
