namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>What became of an order about a request.</summary>
[GenerateSerializer, Immutable]
[Alias(Aliases.ComplianceReply)]
public sealed record ComplianceReply
{
    /// <summary>What became of it.</summary>
    [Id(0)]
    public required ComplianceOrderOutcome Outcome { get; init; }
}
