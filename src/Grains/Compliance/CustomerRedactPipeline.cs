using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// <c>customers/redact</c>: participants erase the customer, our own stores drop what names him, and what is left here
/// is counted by looking at all of it again. It never touches anything but this customer's.
/// </summary>
internal sealed class CustomerRedactPipeline(
    IComplianceStore store, CustomerRound round, CustomerTraces traces, TimeProvider time) : ICompliancePipeline
{
    private const string Store = "webhook_inbox";
    private const string Left = "webhook_inbox:left";

    public string Topic => WebhookTopics.CustomersRedact;

    public async Task<ComplianceStep> RunAsync(
        ComplianceRequest request, ComplianceStay stay, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var subject = await store.ReadSubjectAsync(request.Id, cancellationToken);
        if (CustomerRequestRules.DecideRedact(request, stay, subject, now) is { } settled) return settled;
        var result = await round.RunAsync(
            request, stay, subject!, CustomerOperation.Redact, cancellationToken);
        // Last, because what a participant is still being told of may be among it.
        var dropped = await traces.DropAsync(stay.Shop!, subject!, request.RecordedAt, cancellationToken);
        var (left, notJudged) = await traces.CountAsync(stay.Shop!, subject!, request.RecordedAt, cancellationToken);
        var before = result.Request.Evidence.Counts
            .Where(count => count.Store != Left && count.Store != notJudged.Store);
        var after = result.Request with
        {
            Evidence = result.Request.Evidence with
            {
                Counts =
                [
                    .. StoreCounts.Add([.. before], [StoreCounts.Of(Store, dropped)]), StoreCounts.Of(Left, left),
                    notJudged,
                ],
            },
        };
        if (result.Unsettled(after) is { } unsettled) return unsettled;
        return left == 0
            ? ComplianceStep.Close(after, ComplianceCodes.Done)
            : ComplianceStep.Again(after, ComplianceCodes.AwaitsParticipants, now);
    }
}
