using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// What becomes of a request whose work threw what nobody expected: a pure function. It is never due at once again, or
/// one request could keep all others waiting.
/// </summary>
internal static class ComplianceFailureRules
{
    /// <summary>It is tried again with growing waits, and stands still once that has been done often enough.</summary>
    public static ComplianceStep After(ComplianceRequest request, DateTimeOffset now, ComplianceOptions options)
    {
        var attempts = request.Attempts + 1;
        // Rounds that waited for participants are counted, too: one failure after many of those is not the last.
        return attempts >= options.ParticipantAttempts && request.Code == ComplianceCodes.WorkFailed
            ? ComplianceStep.Stall(request, ComplianceCodes.WorkFailed)
            : ComplianceStep.Again(
                request, ComplianceCodes.WorkFailed, now + CustomerRoundRules.Delay(attempts, options));
    }
}
