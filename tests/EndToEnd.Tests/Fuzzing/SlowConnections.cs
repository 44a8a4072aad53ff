using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>Connections that send their headers or their bodies a byte at a time, and never come to an end.</summary>
internal sealed class SlowConnections : IAsyncDisposable
{
    // The server waits 30 s for headers, and not for bodies that come as slowly as these.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const string Headers = "GET /api/session HTTP/1.1\r\nHost: a\r\nX-Slow: ";

    private static readonly string[] Bodies =
    [
        "POST /webhooks HTTP/1.1\r\nHost: a\r\nX-Shopify-Hmac-Sha256: x\r\nContent-Length: 60000\r\n\r\n{",
        "POST /webhooks HTTP/1.1\r\nHost: a\r\nX-Shopify-Hmac-Sha256: x\r\nTransfer-Encoding: chunked\r\n\r\n",
    ];

    private readonly CancellationTokenSource _over = new(Patience, TimeProvider.System);
    private readonly Task<SlowConnection>[] _connections;

    private SlowConnections(Uri address, IEnumerable<string> beginnings, int each) => _connections =
    [
        .. from beginning in beginnings
           from one in Enumerable.Range(0, each)
           select DripAsync(address, beginning),
    ];

    /// <summary>
    /// Opens so many of each kind. The server takes its time for headers, whatever the database: one run waits for it.
    /// </summary>
    public static SlowConnections Open(ShopkeeperProcess service, int each) => new(
        service.PublicUrl, service.Kind == DatabaseKind.Sqlite ? [.. Bodies, Headers] : Bodies, each);

    /// <summary>Waits until the service has ended them all, for a minute and a half at most.</summary>
    public Task<SlowConnection[]> UntilEndedAsync() => Task.WhenAll(_connections);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_connections);
        _over.Dispose();
    }

    private async Task<SlowConnection> DripAsync(Uri address, string beginning)
    {
        using var client = new TcpClient();
        var watch = Stopwatch.StartNew();
        var answer = new StringBuilder();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, _over.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), _over.Token);
            var listening = ListenAsync(stream, answer);
            using var timer = new PeriodicTimer(Pause, TimeProvider.System);
            while (!listening.IsCompleted && await timer.WaitForNextTickAsync(_over.Token))
                await stream.WriteAsync("x"u8.ToArray(), _over.Token);
            await listening;
        }
        catch (OperationCanceledException)
        {
            return new SlowConnection(beginning, $"{answer}", null);
        }
        catch (Exception ended) when (ended is IOException or SocketException)
        {
            // Ended by the service while it was being written to.
        }
        return new SlowConnection(beginning, $"{answer}", watch.Elapsed);
    }

    private async Task ListenAsync(NetworkStream stream, StringBuilder answer)
    {
        var bytes = new byte[8_192];
        while (await stream.ReadAsync(bytes, _over.Token) is > 0 and var length)
            answer.Append(Encoding.ASCII.GetString(bytes, 0, length));
    }
}
