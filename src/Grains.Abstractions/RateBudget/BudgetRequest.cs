using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Abstractions.RateBudget;

/// <summary>Asks for points.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.BudgetRequest)]
public sealed record BudgetRequest
{
    /// <summary>How much the call matters.</summary>
    [Id(0)]
    public required CallPriority Priority { get; init; }

    /// <summary>What it is held to cost.</summary>
    [Id(1)]
    public required double Points { get; init; }
}
