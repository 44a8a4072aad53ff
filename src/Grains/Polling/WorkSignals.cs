using System.Threading.Channels;
using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Polling;

/// <summary>One flag for each kind of work: raised any number of times, it wakes its poller once.</summary>
internal sealed class WorkSignals(TimeProvider clock) : IWorkSignals
{
    private readonly Dictionary<WorkKind, Channel<bool>> _flags = Enum.GetValues<WorkKind>().ToDictionary(
        kind => kind,
        _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    /// <inheritdoc/>
    public void Notify(WorkKind kind) => _flags[kind].Writer.TryWrite(true);

    /// <inheritdoc/>
    public async Task WaitAsync(WorkKind kind, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var flag = _flags[kind].Reader;
        if (!flag.TryRead(out _))
        {
            using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(flag.WaitToReadAsync(done.Token).AsTask(), Task.Delay(atMost, clock, done.Token));
            await done.CancelAsync();
            flag.TryRead(out _);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
