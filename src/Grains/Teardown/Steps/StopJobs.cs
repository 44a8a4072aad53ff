using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Cancels the installation's jobs, waits for running ones to acknowledge, abandons those that don't in time (what they
/// still do is fenced), and purges undelivered deliveries and jobs: each bounded batch in a run of its own, so that
/// what one erased is stored before the next can fail. Twice finds none. Deliveries of <c>app/*</c> and compliance
/// topics are not among them: those were taken up when they were recorded.
/// </summary>
internal sealed class StopJobs(
    IJobStore jobs,
    IJobCancellation cancellation,
    IErasure erasure,
    RemainingRows remaining,
    IOptions<TeardownOptions> options) : ITeardownStep
{
    // The cursor says what is next, how the jobs ended, and for the later rows of jobs where they begin.
    private const string Deliveries = "deliveries:";
    private const string Rows = "jobs:";
    private const string LaterRows = "jobs-after:";

    public string Name => StepNames.StopJobs;

    public Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        context.Progress.Cursor switch
        {
            null => StopAsync(context, cancellationToken),
            var next when next.StartsWith(Deliveries, StringComparison.Ordinal) =>
                PurgeDeliveriesAsync(context, next[Deliveries.Length..], cancellationToken),
            var next when next.StartsWith(Rows, StringComparison.Ordinal) =>
                PurgeJobsAsync(context, next[Rows.Length..], null, cancellationToken),
            var next when next.StartsWith(LaterRows, StringComparison.Ordinal)
                && next[LaterRows.Length..].Split(':', 2) is [var code, var place] =>
                PurgeJobsAsync(context, code, place, cancellationToken),
            _ => throw new InvalidOperationException("The cursors of this step are closed."),
        };

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        remaining.CountAsync(context, RemainingRows.Work, cancellationToken);

    private async Task<StepOutcome> StopAsync(StepContext context, CancellationToken cancellationToken)
    {
        var (_, running) = await jobs.StopAllAsync(context.Installation, cancellationToken);
        if (running > 0)
        {
            await cancellation.CancelAsync(context.Installation, cancellationToken);
            if (context.Elapsed < options.Value.JobGrace)
                return new StepOutcome.Snoozed(options.Value.JobPoll, OutcomeCodes.AwaitingJobs);
        }

        var abandoned = await jobs.AbandonAllAsync(context.Installation, cancellationToken);
        return new StepOutcome.Progressed(
            Deliveries + (abandoned > 0 ? OutcomeCodes.Abandoned : OutcomeCodes.Done));
    }

    private async Task<StepOutcome> PurgeDeliveriesAsync(
        StepContext context, string code, CancellationToken cancellationToken)
    {
        var purged = await erasure.PurgeDeliveriesAsync(context.Subject, cancellationToken);
        return purged > 0
            ? new StepOutcome.Progressed(Deliveries + code) { Counts = [StoreCounts.Of("webhook_inbox", purged)] }
            : new StepOutcome.Progressed(Rows + code) { Counts = [StoreCounts.Of("webhook_inbox", 0)] };
    }

    private async Task<StepOutcome> PurgeJobsAsync(
        StepContext context, string code, string? after, CancellationToken cancellationToken)
    {
        var batch = await erasure.PurgeJobsAsync(context.Subject, after, cancellationToken);
        return StoreCounts.Total(batch.Counts) > 0
            ? new StepOutcome.Progressed($"{LaterRows}{code}:{batch.Place}") { Counts = batch.Counts }
            : new StepOutcome.Done(code) { Counts = [StoreCounts.Of("jobs", 0)] };
    }
}
