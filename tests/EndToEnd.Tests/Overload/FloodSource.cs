using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>
/// Sends deliveries as Shopify does: at its own pace, whatever becomes of those before. Bodies are signed once, so that
/// sending costs little beside taking.
/// </summary>
internal sealed class FloodSource : IDisposable
{
    private const int Notes = 2_000;
    private const int PendingMaximum = 4_000;
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _client;
    private readonly string _secret;
    private readonly Dictionary<string, (byte[] Body, string Signature)> _signed = new(StringComparer.Ordinal);
    private readonly string _run = Keys.RandomText(6);
    private int _number;
    private int _next;
    private int _pending;

    public FloodSource(ShopkeeperProcess service)
    {
        _secret = service.Keys.ApiSecret;
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = service.PublicUrl, Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public IReadOnlyDictionary<FloodKind, FloodTally> Tallies { get; } =
        Enum.GetValues<FloodKind>().ToDictionary(kind => kind, _ => new FloodTally());

    /// <summary>
    /// Deliveries that were due while too many others waited for their answers. Those of the lifecycle are sent even
    /// so.
    /// </summary>
    public int Unsent { get; private set; }

    /// <summary>What the service keeps of a delivery's id.</summary>
    public static string HashOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    /// <summary>
    /// Sends from so many senders, each one after the other, until the time is over or so many are sent; who is refused
    /// waits a moment before the next.
    /// </summary>
    public async Task PressAsync(int senders, TimeSpan time, int deliveries, Func<int, FloodDelivery> next)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(async _ =>
        {
            using var moment = new PeriodicTimer(PauseAfterRefusal);
            while (watch.Elapsed < time && Interlocked.Increment(ref _next) is var number && number <= deliveries)
            {
                if (!await SendAsync(next(number)))
                    await moment.WaitForNextTickAsync();
            }
        }));
    }

    /// <summary>Sends these one after the other, and says how many were taken.</summary>
    public async Task<int> SendAllAsync(IEnumerable<FloodDelivery> deliveries)
    {
        foreach (var delivery in deliveries) await SendAsync(delivery);
        return Tallies.Values.Sum(tally => tally.Accepted.Count);
    }

    /// <summary>How many were sent, of all kinds.</summary>
    public int Sent => Tallies.Values.Sum(tally => tally.Sent);

    /// <summary>Sends at a rate, and waits for the last answer.</summary>
    public async Task PourAsync(double rate, TimeSpan time, Func<int, FloodDelivery> next)
    {
        var watch = Stopwatch.StartNew();
        var due = 0;
        var last = new List<Task>();
        using var timer = new PeriodicTimer(Tick);
        while (watch.Elapsed < time && await timer.WaitForNextTickAsync())
        {
            for (; due < watch.Elapsed.TotalSeconds * rate; due++)
            {
                var delivery = next(Interlocked.Increment(ref _next));
                if (delivery.Kind != FloodKind.Lifecycle && Volatile.Read(ref _pending) >= PendingMaximum) Unsent++;
                else last.Add(SendAsync(delivery));
            }

            last.RemoveAll(sending => sending.IsCompletedSuccessfully);
        }

        await Task.WhenAll(last);
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> SendAsync(FloodDelivery delivery)
    {
        var tally = Tallies[delivery.Kind];
        var id = $"{_run}-{Interlocked.Increment(ref _number)}";
        tally.Begin();
        Interlocked.Increment(ref _pending);
        var watch = Stopwatch.StartNew();
        try
        {
            using var request = Request(delivery, id);
            using var answer = await _client.SendAsync(request);
            Tell(tally, answer, id, watch.Elapsed);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException)
        {
            tally.Wrong.Enqueue(lost.Message);
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    private static void Tell(FloodTally tally, HttpResponseMessage answer, string id, TimeSpan time)
    {
        if (answer.StatusCode == HttpStatusCode.OK) tally.Take(id, time);
        else if (answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null })
            tally.Refuse(time);
        else tally.Wrong.Enqueue($"{(int)answer.StatusCode}");
    }

    private HttpRequestMessage Request(FloodDelivery delivery, string id)
    {
        var (body, signature) = Signed(delivery.Body);
        var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks") { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("X-Shopify-Topic", delivery.Topic);
        request.Headers.TryAddWithoutValidation("X-Shopify-Shop-Domain", delivery.Shop);
        request.Headers.TryAddWithoutValidation("X-Shopify-Hmac-Sha256", signature);
        request.Headers.TryAddWithoutValidation("X-Shopify-Webhook-Id", id);
        return request;
    }

    private (byte[] Body, string Signature) Signed(string text)
    {
        lock (_signed)
        {
            if (_signed.TryGetValue(text, out var signed)) return signed;
            var body = Encoding.UTF8.GetBytes(text.Replace("}", $",\"note\":\"{Noise()}\"}}"));
            var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_secret), body));
            return _signed[text] = (body, signature);
        }
    }

    // About as large as orders are, and as hard to compress.
    private static string Noise() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Notes / 2));
}
