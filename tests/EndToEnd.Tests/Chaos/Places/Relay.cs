using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>
/// Passes TCP connections on from one place to another, which may be network namespaces, until it is told to freeze
/// (bytes stay where they are, nobody is told), to drop (connections break) or to refuse new ones.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int BufferBytes = 32 * 1024;
    private readonly Socket _listener;
    private readonly Func<Socket> _make;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _frozen;
    private volatile bool _refusing;

    /// <summary>Listens at once.</summary>
    /// <param name="listening">A socket of the place where it listens.</param>
    /// <param name="port">The port on that place's loopback address; 0 takes a free one.</param>
    /// <param name="make">Makes sockets in the place that it connects from.</param>
    /// <param name="targetPort">The port on that place's loopback address.</param>
    public Relay(Socket listening, int port, Func<Socket> make, int targetPort)
    {
        (_listener, _make, _target) = (listening, make, new IPEndPoint(IPAddress.Loopback, targetPort));
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(512);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <summary>A socket of this process's own place.</summary>
    public static Socket MakeHere() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Passes nothing on from now on, and breaks nothing.</summary>
    public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Passes on again, what waited first.</summary>
    public void Thaw()
    {
        var frozen = _frozen;
        _frozen = null;
        frozen?.SetResult();
    }

    /// <summary>Breaks all connections, with a reset.</summary>
    public void Drop()
    {
        foreach (var socket in _open.Keys) Break(socket);
    }

    /// <summary>Breaks all connections, and each new one, until it is told otherwise.</summary>
    public void Refuse(bool refusing)
    {
        _refusing = refusing;
        if (refusing) Drop();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Thaw();
        Drop();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.RemoveAll(one => one.IsCompleted);
                passing.Add(PassOnAsync(await _listener.AcceptAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassOnAsync(Socket near)
    {
        using var far = _make();
        using (near)
        {
            _open[near] = _open[far] = 0;
            try
            {
                (near.NoDelay, far.NoDelay) = (true, true);
                if (_refusing) Break(near);
                else
                {
                    await far.ConnectAsync(_target, _end.Token);
                    await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
                }
            }
            catch (Exception broken) when (
                broken is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Both ends see their connection break, as when what stands in between has failed.
                Break(near);
            }
            _open.TryRemove(near, out _);
            _open.TryRemove(far, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, _end.Token)) > 0;)
            {
                if (_frozen is { } frozen) await frozen.Task;
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _end.Token);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            Break(from);
            Break(to);
            throw;
        }
    }

    private static void Break(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Broken already.
        }
        socket.Dispose();
    }
}
