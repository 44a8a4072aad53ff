using System.Collections.Concurrent;
using System.Net.Sockets;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>
/// One silo, with somebody beside it who starts it again whenever it has ended, as an orchestrator does.
/// </summary>
internal sealed class ChaosSilo(int index, ShopkeeperProcess service, Relay database) : IAsyncDisposable
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseBetweenStarts = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _end = new();
    private Task _keeping = Task.CompletedTask;
    private volatile bool _heldDown;
    private volatile bool _ordered;

    /// <summary>Which of them it is.</summary>
    public int Index => index;

    /// <summary>The process.</summary>
    public ShopkeeperProcess Service => service;

    /// <summary>What its connections to the database go through.</summary>
    public Relay Database => database;

    /// <summary>How often it was started again.</summary>
    public int Starts { get; private set; }

    /// <summary>Each time that it ended without having been told to.</summary>
    public ConcurrentQueue<OwnEnd> OwnEnds { get; } = new();

    /// <summary>Starts it again from now on.</summary>
    public void Keep() => _keeping = KeepAsync(_end.Token);

    /// <summary>Kills it (SIGKILL) and keeps it down until <see cref="Release"/>.</summary>
    public void Kill()
    {
        (_heldDown, _ordered) = (true, true);
        service.Kill();
    }

    /// <summary>Asks it to end (SIGTERM), and keeps it down until <see cref="Release"/>.</summary>
    public Task StopAsync()
    {
        (_heldDown, _ordered) = (true, true);
        return service.StopAsync();
    }

    /// <summary>Whether it says soon that it is ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var limit = new CancellationTokenSource(Answer, TimeProvider.System);
        try
        {
            using var ready = await service.Internal.GetAsync("/health/ready", limit.Token);
            return ready.IsSuccessStatusCode;
        }
        catch (Exception nobody) when (nobody is HttpRequestException or OperationCanceledException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Lets it be started again.</summary>
    public void Release() => _heldDown = false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _keeping;
        _end.Dispose();
    }

    private async Task KeepAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var pause = Look;
            if (service.Process.HasExited && !_heldDown)
            {
                Starts++;
                if (!_ordered) OwnEnds.Enqueue(await OwnEnd.OfAsync(service.Process));
                _ordered = false;
                service.Launch();
                pause = PauseBetweenStarts;
            }
            await Pace.SpendUntilAsync(pause, end);
        }
    }
}
