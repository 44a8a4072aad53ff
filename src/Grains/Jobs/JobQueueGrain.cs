using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Decides about an installation's jobs. It keeps nothing: the rows are the truth, so a second activation does no harm
/// but a job more at once. It lives where it is poked from: only a silo with a free place does that.
/// </summary>
[Orleans.Placement.PreferLocalPlacement]
internal sealed class JobQueueGrain(
    IJobStore store,
    IJobRunner runner,
    IJobCancellation cancellation,
    JobKinds kinds,
    IWorkSignals signals,
    JobDispatch dispatch,
    IOptions<JobOptions> options,
    TimeProvider clock,
    ILogger<JobQueueGrain> logger)
    : Grain, IJobQueue
{
    private readonly JobOptions _options = options.Value;

    private InstallationId Installation => new(this.GetPrimaryKey());

    public async Task<EnqueueReply> EnqueueAsync(EnqueueJob command, CancellationToken cancellationToken)
    {
        if (EnqueueRules.Refuse(command, kinds) is { } refusal) return refusal;
        var (queued, running) = await store.CountOpenAsync(Installation, cancellationToken);
        try
        {
            return queued + running >= _options.QueueLimit
                ? await FindSameAsync(command, cancellationToken)
                : await EnqueueNewAsync(command, cancellationToken);
        }
        catch (InstallationEndedException)
        {
            return new EnqueueReply { Outcome = EnqueueOutcome.InstallationEnded };
        }
    }

    public async Task<JobView?> CancelAsync(Guid job, CancellationToken cancellationToken)
    {
        try
        {
            var view = await store.RequestCancelAsync(Installation, job, cancellationToken);
            if (view is { Status: JobStatus.Running })
                await cancellation.CancelAsync(Installation, job, cancellationToken);
            return view;
        }
        catch (InstallationEndedException)
        {
            // The teardown stops all of them.
            return await store.FindAsync(Installation, job, cancellationToken);
        }
    }

    public async Task DispatchAsync(CancellationToken cancellationToken)
    {
        if (!runner.HasPlace)
        {
            // A silo with a free place can have the queue; it keeps count of single kinds only where their jobs run.
            if (runner.KindsOf(Installation).Count == 0) DeactivateOnIdle();
            return;
        }

        try
        {
            await dispatch.RunAsync(Installation, cancellationToken);
        }
        catch (InstallationEndedException)
        {
            JobQueueLog.Ended(logger, Installation);
        }
    }

    // The one that filled the queue may be this order's own, sent twice.
    private async Task<EnqueueReply> FindSameAsync(EnqueueJob command, CancellationToken cancellationToken) =>
        command.Job is { } id && await store.FindAsync(Installation, id, cancellationToken) is { } same
            ? new EnqueueReply { Outcome = EnqueueOutcome.AlreadyEnqueued, Job = same }
            : new EnqueueReply { Outcome = EnqueueOutcome.QueueFull };

    private async Task<EnqueueReply> EnqueueNewAsync(EnqueueJob command, CancellationToken cancellationToken)
    {
        var (job, created) = await store.EnqueueAsync(
            Installation,
            new NewJob
            {
                Id = command.Job ?? Guid.CreateVersion7(clock.GetUtcNow()),
                Kind = command.Kind,
                Arguments = command.Arguments,
                IdempotencyKey = EnqueueRules.KeyOf(command),
            },
            cancellationToken);
        if (created)
        {
            signals.Notify(WorkKind.Jobs);
            JobQueueLog.Enqueued(logger, job.Id, job.Kind, Installation);
        }

        return new EnqueueReply
        {
            Outcome = created ? EnqueueOutcome.Enqueued : EnqueueOutcome.AlreadyEnqueued,
            Job = job,
        };
    }
}
