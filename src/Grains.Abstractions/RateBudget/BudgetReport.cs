namespace Shopkeeper.Grains.Abstractions.RateBudget;

/// <summary>What a call came to, as Shopify told it; a null figure was not told.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.BudgetReport)]
public sealed record BudgetReport
{
    /// <summary>What it was made under; 0 for a call that did not ask.</summary>
    [Id(0)]
    public long Reservation { get; init; }

    /// <summary>Points left in Shopify's bucket.</summary>
    [Id(1)]
    public double? Available { get; init; }

    /// <summary>Points that it holds.</summary>
    [Id(2)]
    public double? Maximum { get; init; }

    /// <summary>Points that come back each second.</summary>
    [Id(3)]
    public double? RestoreRate { get; init; }

    /// <summary>True when Shopify refused the call before it cost anything: its points come back.</summary>
    [Id(5)]
    public bool Unspent { get; init; }

    /// <summary>How long every call is to wait: the call was throttled. Null: it was not.</summary>
    [Id(4)]
    public TimeSpan? ThrottledFor { get; init; }

    /// <summary>
    /// For how long no call is to be made: Shopify holds the shop's calls to be malicious (430). Null: it does not.
    /// </summary>
    [Id(6)]
    public TimeSpan? RejectedFor { get; init; }
}
