using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Cancels the installation's jobs, waits for running ones to acknowledge, abandons those that don't in time (what they
/// still do is fenced), and purges jobs and undelivered deliveries. Twice finds none. Deliveries of <c>app/*</c> and
/// compliance topics are not among them: those were taken up when they were recorded.
/// </summary>
internal sealed class StopJobs(
    IJobStore jobs,
    IJobCancellation cancellation,
    IErasure erasure,
    RemainingRows remaining,
    IOptions<TeardownOptions> options) : ITeardownStep
{
    public string Name => StepNames.StopJobs;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var (_, running) = await jobs.StopAllAsync(context.Installation, cancellationToken);
        if (running > 0)
        {
            await cancellation.CancelAsync(context.Installation, cancellationToken);
            if (context.Elapsed < options.Value.JobGrace)
                return new StepOutcome.Snoozed(options.Value.JobPoll, OutcomeCodes.AwaitingJobs);
        }

        var abandoned = await jobs.AbandonAllAsync(context.Installation, cancellationToken);
        var deliveries = await erasure.PurgeDeliveriesAsync(context.Subject, cancellationToken);
        var purged = await erasure.PurgeJobsAsync(context.Subject, cancellationToken);
        return new StepOutcome.Done(abandoned > 0 ? OutcomeCodes.Abandoned : OutcomeCodes.Done)
        {
            Counts = [StoreCounts.Of("jobs", purged), StoreCounts.Of("webhook_inbox", deliveries)],
        };
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        remaining.CountAsync(context, RemainingRows.Work, cancellationToken);
}
