using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>What came of asking the participants once.</summary>
internal sealed record CustomerRoundResult
{
    /// <summary>The request with what each has answered so far.</summary>
    public required ComplianceRequest Request { get; init; }

    /// <summary>What was exported in this round, by participant.</summary>
    public IReadOnlyDictionary<string, CustomerExport> Exports { get; init; } =
        new Dictionary<string, CustomerExport>();

    /// <summary>When the next of them is asked again; null when none is.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Why the request stands still, when some were given up; null otherwise.</summary>
    public string? GivenUp { get; init; }

    /// <summary>The request as it waits or stands still; null when all have answered.</summary>
    public ComplianceStep? Unsettled(ComplianceRequest request) =>
        NextAt is { } at ? ComplianceStep.Again(request, ComplianceCodes.AwaitsParticipants, at)
        : GivenUp is { } code ? ComplianceStep.Stall(request, code)
        : null;
}
