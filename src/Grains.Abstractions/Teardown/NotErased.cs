namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Something that a teardown could not erase, told in the certificate.</summary>
public sealed record NotErased
{
    /// <summary>Where it is: <c>shop-resources</c>, <c>shopify-access</c>, <c>participant:{name}</c>, ….</summary>
    public required string Store { get; init; }

    /// <summary>What it is, by kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The last count known; null when none was ever taken.</summary>
    public long? Count { get; init; }

    /// <summary>Why, as a code: <c>left-in-shop</c>, <c>unreachable</c>, <c>superseded</c>, <c>waived</c>, ….</summary>
    public required string Reason { get; init; }
}
