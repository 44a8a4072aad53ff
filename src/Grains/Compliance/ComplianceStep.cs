using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>What came of working on a request: the request as it stands now, and what was exported meanwhile.</summary>
internal sealed record ComplianceStep(ComplianceRequest Request, string? Export = null)
{
    public static ComplianceStep Close(ComplianceRequest request, string code, Guid? certificate = null) => new(
        request with
        {
            State = ComplianceState.Closed,
            Code = code,
            NextAttemptAt = null,
            Certificate = certificate ?? request.Certificate,
        });

    public static ComplianceStep Wait(ComplianceRequest request, string code, DateTimeOffset at) => new(
        request with { State = ComplianceState.Waiting, Code = code, NextAttemptAt = at });

    public static ComplianceStep Stall(ComplianceRequest request, string code) => new(
        request with { State = ComplianceState.Stalled, Code = code, NextAttemptAt = null });

    public static ComplianceStep Again(ComplianceRequest request, string code, DateTimeOffset at) => new(
        request with
        {
            State = ComplianceState.Open,
            Code = code,
            NextAttemptAt = at,
            Attempts = request.Attempts + 1,
        });

    public static ComplianceStep Ready(ComplianceRequest request) => new(
        request with { State = ComplianceState.Ready, Code = null, NextAttemptAt = null });
}
