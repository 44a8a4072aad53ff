using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// <c>customers/redact</c>: participants erase the customer, our own stores drop what names him, and what is left here
/// is counted by looking at all of it again. It is done once our own exports for him are handed over, too. It never
/// touches anything but this customer's.
/// </summary>
internal sealed class CustomerRedactPipeline(
    IComplianceStore store, CustomerRound round, CustomerTraces traces, IOptions<ComplianceOptions> options,
    TimeProvider time) : ICompliancePipeline
{
    private const string Store = "webhook_inbox";
    private const string Left = "webhook_inbox:left";
    private const string Held = "compliance_requests:left";

    public string Topic => WebhookTopics.CustomersRedact;

    public async Task<ComplianceStep> RunAsync(
        ComplianceRequest request, ComplianceStay stay, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var subject = await store.ReadSubjectAsync(request.Id, cancellationToken);
        if (CustomerRequestRules.DecideRedact(request, stay, subject, now) is { } settled) return settled;
        var result = await round.RunAsync(
            request, stay, subject!, CustomerOperation.Redact, cancellationToken);
        // Only then, since participants are still told of what may be among it, and all of the inbox is gone through.
        if (result.Unsettled(result.Request) is { } unsettled) return unsettled;
        var held = await CountHeldAsync(request, subject!, cancellationToken);
        return held > 0 && request.Code == ComplianceCodes.AwaitsHandover
            ? Hold(result.Request, held, now)
            : await DropAsync(result.Request, stay, subject!, held, cancellationToken);
    }

    private async Task<ComplianceStep> DropAsync(
        ComplianceRequest request, ComplianceStay stay, ComplianceSubject subject, long held,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var dropped = await traces.DropAsync(stay.Shop!, subject, request.RecordedAt, cancellationToken);
        var (left, notJudged) = await traces.CountAsync(stay.Shop!, subject, request.RecordedAt, cancellationToken);
        var before = request.Evidence.Counts.Where(count => count.Store == Store);
        var after = With(
            request,
            [
                .. StoreCounts.Add(before, [StoreCounts.Of(Store, dropped)]), StoreCounts.Of(Left, left), notJudged,
                StoreCounts.Of(Held, held),
            ]);
        if (left > 0)
        {
            // One changed sides between looking and dropping.
            var wait = CustomerRoundRules.Delay(request.Attempts + 1, options.Value);
            return ComplianceStep.Again(after, ComplianceCodes.AwaitsParticipants, now + wait);
        }

        return held > 0 ? Hold(after, held, now) : ComplianceStep.Close(after, ComplianceCodes.Done);
    }

    // What he asked for before is still to be handed over to him, and holds him until then.
    private ComplianceStep Hold(ComplianceRequest request, long held, DateTimeOffset now) => ComplianceStep.Wait(
        With(request, [.. request.Evidence.Counts.Where(one => one.Store != Held), StoreCounts.Of(Held, held)]),
        ComplianceCodes.AwaitsHandover,
        now + CustomerRequestRules.HandoverPause(now - request.RecordedAt, options.Value));

    private async Task<long> CountHeldAsync(
        ComplianceRequest request, ComplianceSubject subject, CancellationToken cancellationToken) =>
        (await store.ListAskedBeforeAsync(request, cancellationToken))
            .Count(asked => CustomerRequestRules.IsSame(asked, subject));

    private static ComplianceRequest With(ComplianceRequest request, IReadOnlyList<StoreCount> counts) =>
        request with { Evidence = request.Evidence with { Counts = counts } };
}
