using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tracing;

namespace Shopkeeper.Grains.Jobs;

/// <summary>Conducts one attempt: prepares it, runs its handler under the lease, and writes how it ended.</summary>
internal sealed class JobExecution(
    IJobStore store,
    IInstallationStore installations,
    JobKinds kinds,
    JobThreads threads,
    IOptions<JobOptions> options,
    TimeProvider clock,
    JobMetrics metrics,
    ILogger<JobRunner> logger)
{
    private static readonly TimeSpan FinishPauseFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FinishPauseMaximum = TimeSpan.FromSeconds(5);

    private readonly JobOptions _options = options.Value;

    /// <summary>Runs the attempt to its end. A handler that was left behind is waited for all the same.</summary>
    public async Task RunAsync(JobAttempt attempt)
    {
        using var span = Traces.Begin("job attempt");
        span?.SetTag(Traces.Installation, attempt.Job.Installation.ToString());
        span?.SetTag("shopkeeper.job.id", attempt.Job.Id.ToString());
        span?.SetTag("shopkeeper.job.kind", attempt.Job.Kind);
        var lease = new JobLease(attempt, store, _options, clock, metrics, logger);
        // On a thread of its own: a handler that blocks must not keep the lease from being renewed.
        var work = threads.Run(() => Boundary.TryAsync(() => WorkAsync(attempt)));
        await lease.KeepAsync(work);
        var failure = await work ?? await Boundary.TryAsync(attempt.CallbacksAsync);
        var end = JobRules.End(_options, new AttemptFacts
        {
            Job = attempt.Job,
            Stop = attempt.Stop,
            Failure = failure,
            Progress = attempt.Progress,
            Chance = Chance(attempt.Job),
        });
        span.Ended(end.ErrorCode ?? end.Status.ToString(), failed: end.ErrorCode is not null);
        await FinishAsync(attempt, lease, end);
    }

    private async Task WorkAsync(JobAttempt attempt)
    {
        var job = attempt.Job;
        if (job.CancelRequested) attempt.Tell(JobStop.CancelRequested);
        attempt.Token.ThrowIfCancellationRequested();
        if (job.Attempt > JobRules.MaxAttempts(_options, job.Kind))
            throw new JobFailedException(JobRules.AttemptsExhausted, retry: false);

        var handler = kinds.Find(job.Kind) ?? throw new JobFailedException(JobRules.UnknownKind);
        if (!EnqueueRules.TryParse(job.Arguments, out var arguments))
            throw new JobFailedException(JobRules.InvalidArguments, retry: false);

        var installation = await installations.FindAsync(job.Installation, attempt.Token);
        if (installation is not { EndedAt: null }) throw new InstallationEndedException(job.Installation);

        var context = new JobContext
        {
            JobId = job.Id,
            Installation = installation,
            Arguments = arguments,
            Attempt = job.Attempt,
            Report = attempt.Report,
        };
        await handler.RunAsync(context, attempt.Token);
    }

    // Tried for as long as the lease is this runner's by its own clock; afterwards the job is due again anyway.
    private async Task FinishAsync(JobAttempt attempt, JobLease lease, JobEnd end)
    {
        var job = attempt.Job;
        for (var pause = FinishPauseFirst; ; pause = pause * 2 < FinishPauseMaximum ? pause * 2 : FinishPauseMaximum)
        {
            var written = false;
            using var limit = new CancellationTokenSource(_options.Lease, clock);
            var failure = await Boundary.TryAsync(
                async () => written = await store.FinishAsync(job, end, limit.Token));
            if (failure is null)
            {
                Tell(attempt, end, written);
                return;
            }

            if (lease.Remaining < pause)
            {
                JobRunnerLog.NotFinished(logger, job.Id, job.Kind, job.Installation, FailureCode.Of(failure));
                return;
            }

            await Task.Delay(pause, clock);
        }
    }

    private void Tell(JobAttempt attempt, JobEnd end, bool written)
    {
        var job = attempt.Job;
        if (!written)
        {
            JobRunnerLog.TooLate(logger, job.Id, job.Kind, job.Installation);
            return;
        }

        metrics.Ended(job.Kind, end.Status);
        JobRunnerLog.Ended(logger, job.Id, job.Kind, job.Installation, job.Attempt, end.Status, end.ErrorCode);
    }

    // Enough chance to spread waits: the last byte of a UUIDv7 is random.
    private static double Chance(ClaimedJob job) => job.Id.ToByteArray()[^1] / 255.0;
}
