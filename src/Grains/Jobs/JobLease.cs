using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Keeps an attempt's lease while its handler works, and tells the handler to stop when the lease, the job or the
/// installation is over.
/// </summary>
internal sealed class JobLease(
    JobAttempt attempt, IJobStore store, JobOptions options, TimeProvider clock, JobMetrics metrics, ILogger logger)
{
    private long _renewedAt = attempt.Place.TakenAt;

    /// <summary>
    /// How much of the lease is left by this process's monotonic clock, which began before the database's.
    /// </summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = options.Lease - clock.GetElapsedTime(_renewedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// Renews until <paramref name="work"/> ends, or until it was left behind: told to stop, and not back within the
    /// grace.
    /// </summary>
    public async Task KeepAsync(Task work)
    {
        long? stoppedAt = null;
        var told = ToldAsync();
        while (await StillAsync(work, stoppedAt is null ? told : null))
        {
            if (attempt.Stop is not JobStop.None)
            {
                stoppedAt ??= clock.GetTimestamp();
                if (clock.GetElapsedTime(stoppedAt.Value) >= options.StopGrace)
                {
                    metrics.LeftBehind(attempt.Job.Kind);
                    JobRunnerLog.LeftBehind(
                        logger, attempt.Job.Id, attempt.Job.Kind, attempt.Job.Installation, attempt.Stop);
                    return;
                }
            }

            if (attempt.Stop is not (JobStop.LeaseLost or JobStop.InstallationEnded)) await RenewAsync();
        }
    }

    // Once it was told to stop, that wakes the lease no more.
    private async Task<bool> StillAsync(Task work, Task? told)
    {
        var pause = Task.Delay(Pause(), clock);
        await (told is null ? Task.WhenAny(work, pause) : Task.WhenAny(work, told, pause));
        return !work.IsCompleted;
    }

    // Awaited here, so that what follows runs where the lease does and not where the attempt was told.
    private async Task ToldAsync() => await attempt.Told;

    // No later than the end of the lease, so that the attempt is told to stop when it is over and not a period after.
    private TimeSpan Pause()
    {
        var every = JobRules.RenewEvery(options);
        return attempt.Stop is JobStop.None && Remaining < every ? Remaining : every;
    }

    private async Task RenewAsync()
    {
        var asked = clock.GetTimestamp();
        var state = default(LeaseState);
        using var limit = new CancellationTokenSource(Remaining, clock);
        var failure = await Boundary.TryAsync(async () =>
            state = await store.RenewAsync(attempt.Job, options.Lease, attempt.Progress, limit.Token));
        switch (failure)
        {
            case null when state.Held:
                _renewedAt = asked;
                if (state.CancelRequested) attempt.Tell(JobStop.CancelRequested);
                return;
            case InstallationEndedException:
                attempt.Tell(JobStop.InstallationEnded);
                return;
            case null:
                JobRunnerLog.LeaseTaken(logger, attempt.Job.Id, attempt.Job.Kind, attempt.Job.Installation);
                attempt.Tell(JobStop.LeaseLost);
                return;
        }

        JobRunnerLog.NotRenewed(
            logger, attempt.Job.Id, attempt.Job.Kind, attempt.Job.Installation, FailureCode.Of(failure));
        if (Remaining == TimeSpan.Zero) attempt.Tell(JobStop.LeaseLost);
    }
}
