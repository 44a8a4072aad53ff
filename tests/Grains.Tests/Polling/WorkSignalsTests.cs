using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Polling;

namespace Shopkeeper.Grains.Tests.Polling;

public sealed class WorkSignalsTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_when_a_signal_came_before_ends_at_once_and_only_once()
    {
        var signals = new WorkSignals(_clock);
        signals.Notify(WorkKind.Jobs);
        signals.Notify(WorkKind.Jobs);

        await signals.WaitAsync(WorkKind.Jobs, Period, Cancellation);
        var second = signals.WaitAsync(WorkKind.Jobs, Period, Cancellation);

        Assert.False(second.IsCompleted);
        _clock.Advance(Period);
        await second;
    }

    [Fact]
    public async Task Wait_when_a_signal_of_its_kind_comes_ends_and_not_for_another()
    {
        var signals = new WorkSignals(_clock);
        var jobs = signals.WaitAsync(WorkKind.Jobs, Period, Cancellation);
        var teardowns = signals.WaitAsync(WorkKind.Teardowns, Period, Cancellation);

        signals.Notify(WorkKind.Jobs);

        await jobs;
        Assert.False(teardowns.IsCompleted);
        signals.Notify(WorkKind.Teardowns);
        await teardowns;
    }

    [Fact]
    public async Task Wait_when_cancelled_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        var wait = new WorkSignals(_clock).WaitAsync(WorkKind.Jobs, Period, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
