namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>The order to waive a step, or one participant of it.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.WaiveStep)]
public sealed record WaiveStep
{
    /// <summary>The step's name.</summary>
    [Id(0)]
    public required string Step { get; init; }

    /// <summary>One participant of it; null for the step as a whole.</summary>
    [Id(1)]
    public string? Participant { get; init; }

    /// <summary>Why, as one of <see cref="WaiverCodes"/>.</summary>
    [Id(2)]
    public required string Code { get; init; }
}
