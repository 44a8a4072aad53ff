namespace Shopkeeper.Grains.Abstractions.RateBudget;

/// <summary>Points, or a wait.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.BudgetReply)]
public sealed record BudgetReply
{
    /// <summary>The reservation, above 0; 0 when there is none yet.</summary>
    [Id(0)]
    public long Reservation { get; init; }

    /// <summary>How long to wait before asking again.</summary>
    [Id(1)]
    public TimeSpan Wait { get; init; }

    /// <summary>For how long no such call is to be made at all; null: it only has to wait.</summary>
    [Id(2)]
    public TimeSpan? HeldFor { get; init; }
}
