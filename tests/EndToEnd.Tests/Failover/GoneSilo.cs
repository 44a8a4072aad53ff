using System.Diagnostics;
using System.Globalization;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>A process of a cluster that goes away in the middle of something.</summary>
internal sealed class GoneSilo : IAsyncDisposable
{
    private static readonly TimeSpan WakingDeadline = TimeSpan.FromSeconds(60);

    private readonly ShopkeeperProcess _process;
    private readonly Ending _ending;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private Task<int>? _ended;

    private GoneSilo(ServiceCluster cluster, ShopkeeperProcess process, Ending ending)
    {
        (_process, _ending) = (process, ending);
        Survivor = cluster.Alive.First(one => one != process);
    }

    /// <summary>One of those that are left.</summary>
    public ShopkeeperProcess Survivor { get; }

    /// <summary>Has a process go away; browsers and Shopify meet another one from now on.</summary>
    public static async Task<GoneSilo> EndAsync(ServiceCluster cluster, ShopkeeperProcess process, Ending ending)
    {
        var gone = new GoneSilo(cluster, process, ending);
        cluster.TurnTo(gone.Survivor);
        switch (ending)
        {
            case Ending.Kill:
                process.Kill();
                gone._ended = process.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
                await gone._ended;
                break;
            case Ending.Stop:
                gone._ended = process.StopAsync();
                break;
            case Ending.Hang:
                process.Process.Pause();
                break;
        }
        return gone;
    }

    /// <summary>
    /// Tells how long it took. Where <c>FAILOVER_FIGURES</c> names a file, that is where it goes too.
    /// </summary>
    public void Tell(string what, int run, string note = "")
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{_ending} amid {what} (run {run}): {_watch.Elapsed.TotalSeconds:F1} s{note}");
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("FAILOVER_FIGURES") is { Length: > 0 } file)
            File.AppendAllText(file, line + "\n");
    }

    /// <summary>
    /// Lets a silo that hung wake. It finds out that the others have buried it, and ends by itself: whoever runs it
    /// starts it again. What it still held must do no harm.
    /// </summary>
    public async Task WakeAsync()
    {
        if (_ended is not null) return;
        _process.Process.Resume();
        _ended = _process.Process.WaitForExitAsync(WakingDeadline, CancellationToken.None);
        Assert.NotEqual(0, await _ended);
    }

    /// <summary>Waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended is null)
        {
            _process.Kill();
            _ended = _process.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
        }
        var code = await _ended;
        if (_ending == Ending.Stop) Assert.Equal(0, code);
    }
}
