namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>An operator's word that a step, or one participant of it, is to be done without.</summary>
public sealed record StepWaiver
{
    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The participant, for the steps that ask participants; null for the step itself.</summary>
    public string? Participant { get; init; }

    /// <summary>Why, as one of <see cref="WaiverCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
