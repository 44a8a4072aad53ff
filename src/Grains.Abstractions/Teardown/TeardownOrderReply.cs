namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>The answer to an operator's order about a teardown.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.TeardownOrderReply)]
public sealed record TeardownOrderReply
{
    /// <summary>What became of it.</summary>
    [Id(0)]
    public required TeardownOrderOutcome Outcome { get; init; }
}
