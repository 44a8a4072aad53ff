using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>What operators may order of a request, and when: pure functions. Null: it is carried out.</summary>
internal static class ComplianceOrderRules
{
    /// <summary>Handing over the export.</summary>
    public static ComplianceOrderOutcome? RefuseDelivery(ComplianceRequest request) => request switch
    {
        { State: ComplianceState.Closed, Code: ComplianceCodes.Delivered } => ComplianceOrderOutcome.Accepted,
        { State: ComplianceState.Closed } => ComplianceOrderOutcome.Closed,
        { State: ComplianceState.Ready, HasExport: true } => null,
        _ => ComplianceOrderOutcome.NotReady,
    };

    /// <summary>
    /// Closing it. What its own work can still end is closed only for a reason that makes that work wrong or needless.
    /// </summary>
    public static ComplianceOrderOutcome? RefuseClosing(ComplianceRequest request, string code)
    {
        if (!ComplianceCodes.OfOperators.Contains(code)) return ComplianceOrderOutcome.CodeRefused;
        if (request.State == ComplianceState.Closed)
            return request.Code == code ? ComplianceOrderOutcome.Accepted : ComplianceOrderOutcome.Closed;
        var runs = request.State is ComplianceState.Open or ComplianceState.Waiting;
        return runs && code is not (ComplianceCodes.LegalHold or ComplianceCodes.HandledElsewhere)
            ? ComplianceOrderOutcome.StillRuns
            : null;
    }

    /// <summary>Trying it again at once.</summary>
    public static ComplianceOrderOutcome? RefuseRetry(ComplianceRequest request, DateTimeOffset now) => request switch
    {
        { State: ComplianceState.Closed } => ComplianceOrderOutcome.Closed,
        { State: ComplianceState.Ready } => ComplianceOrderOutcome.NothingToRetry,
        // Nothing is known that its work could be done for: only another delivery, or closing it, helps.
        { Code: ComplianceCodes.Unreadable or ComplianceCodes.SubjectExpired } =>
            ComplianceOrderOutcome.NothingToRetry,
        { State: ComplianceState.Stalled } => null,
        { NextAttemptAt: { } at } when at <= now => ComplianceOrderOutcome.NothingToRetry,
        _ => null,
    };

    /// <summary>
    /// The request as it is tried again: those that failed have all their attempts before them. An export that is gone
    /// is made anew by all.
    /// </summary>
    public static ComplianceRequest Retried(ComplianceRequest request, DateTimeOffset now)
    {
        var isAnew = request.Code == ComplianceCodes.ExportExpired || request.Code == ComplianceCodes.ExportTooLarge;
        return request with
        {
            State = ComplianceState.Open,
            Code = null,
            NextAttemptAt = now,
            Attempts = request.Code == ComplianceCodes.WorkFailed ? 0 : request.Attempts,
            Evidence = request.Evidence with
            {
                Participants =
                [
                    .. request.Evidence.Participants
                        .Where(one => !isAnew)
                        .Select(one => one.State == CustomerRoundRules.Answered
                            ? one
                            : one with { Attempts = 0, NextAt = null, AskedAt = null }),
                ],
            },
        };
    }
}
