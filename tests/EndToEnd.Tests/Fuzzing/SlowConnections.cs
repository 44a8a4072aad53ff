using System.Net.Sockets;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>Connections that send their headers or their bodies a byte at a time, and never come to an end.</summary>
internal sealed class SlowConnections : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _over = new();
    private readonly Task<string>[] _connections;

    private SlowConnections(Uri address, int each) => _connections =
    [
        .. Enumerable.Range(0, each).Select(_ => DripAsync(
            address, "GET /api/session HTTP/1.1\r\nHost: a\r\nX-Slow: ")),
        .. Enumerable.Range(0, each).Select(_ => DripAsync(
            address,
            "POST /webhooks HTTP/1.1\r\nHost: a\r\nX-Shopify-Hmac-Sha256: x\r\nContent-Length: 60000\r\n\r\n{")),
        .. Enumerable.Range(0, each).Select(_ => DripAsync(
            address,
            "POST /webhooks HTTP/1.1\r\nHost: a\r\nX-Shopify-Hmac-Sha256: x\r\nTransfer-Encoding: chunked\r\n\r\n")),
    ];

    /// <summary>Opens so many of each kind.</summary>
    public static SlowConnections Open(ShopkeeperProcess service, int each) => new(service.PublicUrl, each);

    /// <summary>Ends them, and answers what each was told meanwhile.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _over.CancelAsync();
        return await Task.WhenAll(_connections);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _over.Dispose();
    }

    private async Task<string> DripAsync(Uri address, string beginning)
    {
        using var client = new TcpClient();
        var answer = new byte[8_192];
        var length = 0;
        try
        {
            await client.ConnectAsync(address.Host, address.Port, _over.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), _over.Token);
            using var timer = new PeriodicTimer(Pause, TimeProvider.System);
            while (await timer.WaitForNextTickAsync(_over.Token))
            {
                await stream.WriteAsync("x"u8.ToArray(), _over.Token);
                while (client.Available > 0)
                    length += await stream.ReadAsync(answer.AsMemory(length), _over.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException)
        {
            // Ended by the service, which has waited long enough, or by the test.
            return Encoding.ASCII.GetString(answer, 0, length);
        }
        return Encoding.ASCII.GetString(answer, 0, length);
    }
}
