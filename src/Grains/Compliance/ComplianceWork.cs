using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// One request, a piece at a time: the row is read before and written after, because it is the only state, and whoever
/// works here may be a second activation. Of two that work at once the later write is refused, and nothing is lost by
/// it: everything is safe twice.
/// </summary>
internal sealed partial class ComplianceWork(
    IComplianceStore store, IEnumerable<ICompliancePipeline> pipelines, IOptions<ComplianceOptions> options,
    ComplianceMetrics metrics, TimeProvider time, ILogger<ComplianceWork> logger)
{
    private readonly Dictionary<string, ICompliancePipeline> _pipelines =
        pipelines.ToDictionary(pipeline => pipeline.Topic, StringComparer.Ordinal);

    /// <summary>Does what is due.</summary>
    /// <exception cref="StorageUnavailableException">The database does not answer.</exception>
    public async Task AdvanceAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = await store.FindAsync(id, cancellationToken);
        if (request is not { NextAttemptAt: { } due } || request.ClosedAt is not null || due > time.GetUtcNow()) return;
        var step = await TryRunAsync(request, cancellationToken);
        if (await store.SaveAsync(step.Request, step.Export, cancellationToken) is not { } saved) return;
        if (saved.State is ComplianceState.Open or ComplianceState.Waiting) return;
        metrics.Count(saved);
        if (saved.State == ComplianceState.Stalled) LogStalled(saved.Id, saved.Topic, saved.Code);
        else LogSettled(saved.Id, saved.Topic, saved.Code ?? "ready");
    }

    // A failure that left the row as it is would have it due for ever, in front of others.
    private async Task<ComplianceStep> TryRunAsync(ComplianceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(request, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            throw;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogThrew(request.Id, request.Topic, fault.GetType().Name);
            return ComplianceFailureRules.After(request, time.GetUtcNow(), options.Value);
        }
    }

    private async Task<ComplianceStep> RunAsync(ComplianceRequest request, CancellationToken cancellationToken)
    {
        // Only a shop that nothing is known of has no stay, and that was closed when it was recorded.
        if (request.Installation is not { } installation)
            return ComplianceStep.Close(request, ComplianceCodes.NothingHeld);
        var stay = await store.FindStayAsync(installation, cancellationToken);
        return await _pipelines[request.Topic].RunAsync(request, stay, cancellationToken);
    }
}
