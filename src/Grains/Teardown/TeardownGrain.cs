using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// Hosts the teardown of one installation. It keeps nothing but its reminder, registered before the first effect: the
/// net for the case that the poller, this activation and its timer are all lost. A reminder without work takes itself
/// away. By the grain type's name that reminder is told from what would be residue.
/// It lives where it is poked from: a silo that stops pokes nobody, so what it puts down goes to one that stays. Should
/// a second activation run the same teardown, the one whose outcome comes too late goes; the poller finds the row.
/// </summary>
[GrainType("teardown")]
[Orleans.Placement.PreferLocalPlacement]
internal sealed partial class TeardownGrain(
    TeardownWork work,
    TeardownOrders orders,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    IOptions<TeardownOptions> options,
    ILogger<TeardownGrain> logger) : Grain, ITeardown, IRemindable
{
    private const string ReminderName = "teardown";

    // Beyond this the poller finds the work in time; a timer would only keep the activation.
    private static readonly TimeSpan TimerMaximum = TimeSpan.FromMinutes(2);

    private IGrainTimer? _timer;

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    private InstallationId Installation => new(this.GetPrimaryKey());

    public Task RunAsync(CancellationToken cancellationToken) => GoOnAsync(cancellationToken);

    public async Task<TeardownOrderReply> RetryAsync(CancellationToken cancellationToken) =>
        new() { Outcome = await orders.RetryAsync(Installation, cancellationToken) };

    public async Task<TeardownOrderReply> WaiveAsync(WaiveStep command, CancellationToken cancellationToken) =>
        new() { Outcome = await orders.WaiveAsync(Installation, command, cancellationToken) };

    public Task ReceiveReminder(string reminderName, TickStatus status) => GoOnAsync(CancellationToken.None);

    private async Task GoOnAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        _timer = null;
        if (IsStopping)
        {
            DeactivateOnIdle();
            return;
        }

        var look = await work.LookAsync(Installation, cancellationToken);
        if (look.State is AdvanceState.Gone or AdvanceState.Stalled)
        {
            await DisarmAsync();
            return;
        }

        await ArmAsync();
        if (look.State == AdvanceState.Again) look = await WorkAsync(cancellationToken);
        if (look.State is AdvanceState.Gone or AdvanceState.Stalled) await DisarmAsync();
        else if (IsStopping || look.State == AdvanceState.Outrun) DeactivateOnIdle();
        else Schedule(look.At ?? time.GetUtcNow());
    }

    /// <summary>
    /// Works until it has to wait, the turn is long enough, or the service stops; never breaks off inside a step.
    /// </summary>
    private async Task<Advance> WorkAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var advance = Advance.Again;
        while (advance.State == AdvanceState.Again
            && !cancellationToken.IsCancellationRequested
            && !IsStopping
            && time.GetElapsedTime(began) <= options.Value.TurnBudget)
        {
            try
            {
                advance = await work.AdvanceAsync(Installation, CancellationToken.None);
            }
            catch (UnknownStepException exception)
            {
                LogUnknownStep(Installation, exception.Message);
                throw;
            }
        }

        return advance;
    }

    private async Task ArmAsync()
    {
        if (await this.GetReminder(ReminderName) is not null) return;
        var period = options.Value.ReminderPeriod;
        await this.RegisterOrUpdateReminder(ReminderName, period, period);
    }

    private async Task DisarmAsync()
    {
        if (await this.GetReminder(ReminderName) is { } reminder) await this.UnregisterReminder(reminder);
        DeactivateOnIdle();
    }

    private void Schedule(DateTimeOffset at)
    {
        var delay = at - time.GetUtcNow();
        if (delay > TimerMaximum) return;
        // Without the timer's own token: going on disposes of the timer, which cancels it.
        _timer = this.RegisterGrainTimer(_ => GoOnAsync(CancellationToken.None), new GrainTimerCreationOptions
        {
            DueTime = delay > TimeSpan.Zero ? delay : TimeSpan.Zero,
            Period = Timeout.InfiniteTimeSpan,
            KeepAlive = true,
        });
    }
}
