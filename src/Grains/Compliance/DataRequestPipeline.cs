using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// <c>customers/data_request</c>: what we and the participants hold of a customer becomes an export, which is ready
/// once all have answered. Our own section is made first: at the end of an installation it is the first to go. What
/// some have answered is kept while others are asked again.
/// </summary>
internal sealed class DataRequestPipeline(
    IComplianceStore store,
    CustomerRound round,
    CustomerTraces traces,
    IOptions<ComplianceOptions> options,
    TimeProvider time) : ICompliancePipeline
{
    public string Topic => WebhookTopics.CustomersDataRequest;

    public async Task<ComplianceStep> RunAsync(
        ComplianceRequest request, ComplianceStay stay, CancellationToken cancellationToken)
    {
        var subject = await store.ReadSubjectAsync(request.Id, cancellationToken);
        if (CustomerRequestRules.DecideExport(request, stay, subject, time.GetUtcNow()) is { } settled)
            return settled;
        var bundle = ExportBundle.Read(await store.ReadExportAsync(request.Id, cancellationToken))
            ?? ExportBundle.Begin(request, stay, subject!);
        if (!bundle.Has(ExportBundle.OwnSection))
        {
            var own = await traces.ExportAsync(
                stay.Shop!, subject!, request.RecordedAt, options.Value.MaximumExportBytes, cancellationToken);
            if (own is null) return ComplianceStep.Stall(request, ComplianceCodes.ExportTooLarge);
            bundle = bundle.With(ExportBundle.OwnSection, own);
        }

        var result = await round.RunAsync(
            request, stay, subject!, CustomerOperation.Export, cancellationToken);
        foreach (var (name, export) in result.Exports) bundle = bundle.With(name, export);
        var json = bundle.Write(time.GetUtcNow());
        if (json.Length > options.Value.MaximumExportBytes)
            return ComplianceStep.Stall(result.Request, ComplianceCodes.ExportTooLarge);
        var counts = bundle.CountsOf(ExportBundle.OwnSection);
        var after = result.Request with { Evidence = result.Request.Evidence with { Counts = counts } };
        return (result.Unsettled(after) ?? ComplianceStep.Ready(after)) with { Export = json };
    }
}
