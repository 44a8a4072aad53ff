using System.Text.Json;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// The jobs that one handler orders while it handles one delivery. Each has a key of its own: the delivery, the
/// handler, and the how-manieth order it is. So a second run orders none again, and none is taken for another.
/// </summary>
internal sealed class HandlerJobs(
    IJobStore jobs,
    JobKinds kinds,
    IWorkSignals signals,
    TimeProvider clock,
    InboxDelivery delivery,
    InstallationId installation,
    string handler)
{
    private int _orders;

    /// <summary>Orders a job.</summary>
    /// <exception cref="JobRefusedException">No handler has the kind, or it does not take the arguments.</exception>
    public async Task EnqueueAsync(string kind, JsonElement arguments, CancellationToken cancellationToken)
    {
        var order = Interlocked.Increment(ref _orders);
        var json = arguments.GetRawText();
        if (EnqueueRules.Refuse(new EnqueueJob { Kind = kind, Arguments = json }, kinds) is { } refusal)
            throw new JobRefusedException(CodeOf(refusal));
        var job = new NewJob
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = kind,
            Arguments = json,
            IdempotencyKey = $"delivery:{Convert.ToHexStringLower(delivery.DeliveryHash)}:{handler}:{order}",
        };
        await jobs.EnqueueAsync(installation, job, cancellationToken);
        signals.Notify(WorkKind.Jobs);
    }

    private static string CodeOf(EnqueueReply refusal) =>
        refusal.Code ?? (refusal.Outcome == EnqueueOutcome.UnknownKind ? "unknown-kind" : "refused");
}
