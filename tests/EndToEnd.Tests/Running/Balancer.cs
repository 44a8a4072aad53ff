using System.Net;
using System.Net.Sockets;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// Stands where browsers and Shopify find the app, and passes each connection on to the process that it is turned to.
/// It looks at nothing, so that the host header stays as it was sent.
/// </summary>
public sealed class Balancer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private volatile IPEndPoint? _target;

    /// <summary>Listens on a free port, turned to nobody.</summary>
    public Balancer()
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Its address.</summary>
    public Uri Url { get; }

    /// <summary>Passes connections on to this address from now on.</summary>
    public void TurnTo(Uri address) => _target = new IPEndPoint(IPAddress.Loopback, address.Port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.RemoveAll(connection => connection.IsCompleted);
                open.Add(PassOnAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task PassOnAsync(TcpClient caller)
    {
        using (caller)
        using (var target = new TcpClient())
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token))
        {
            try
            {
                if (_target is not { } address) return;
                await target.ConnectAsync(address, over.Token);
                var (near, far) = (caller.GetStream(), target.GetStream());
                await Task.WhenAny(near.CopyToAsync(far, over.Token), far.CopyToAsync(near, over.Token));
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // The caller sees its connection close, as behind any balancer whose target has gone.
            }
            await over.CancelAsync();
        }
    }
}
