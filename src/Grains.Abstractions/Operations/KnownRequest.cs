namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>What is known of a request by its key.</summary>
/// <param name="State">Whether it is the first under its key.</param>
/// <param name="Answer">What it was answered with; null while nobody knows.</param>
public sealed record KnownRequest(KnownRequestState State, RequestAnswer? Answer = null);
