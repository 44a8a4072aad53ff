using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Compliance;

namespace Shopkeeper.Storage.Inbox;

/// <summary>A delivery on its way into the inbox, hashed and encrypted, and the caller that waits for it.</summary>
internal sealed record InboxEntry
{
    private readonly TaskCompletionSource<RecordOutcome> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public required ShopDomain Shop { get; init; }

    public required string Topic { get; init; }

    /// <summary>Lane 0 is never shed and is handled first: lifecycle and compliance topics.</summary>
    public required short Lane { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset? TriggeredAt { get; init; }

    public required byte[] Payload { get; init; }

    public byte[]? Hints { get; init; }

    public string? TraceParent { get; init; }

    /// <summary>The row of the compliance desk that is written with it; null for other topics.</summary>
    public ComplianceEntry? Compliance { get; init; }

    public Task<RecordOutcome> Outcome => _outcome.Task;

    public void Answer(RecordOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception exception) => _outcome.TrySetException(exception);
}
