namespace Shopkeeper.Frontend.Operations;

/// <summary>Something that could not be erased.</summary>
/// <param name="Store">Where it is.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Count">The last count known.</param>
/// <param name="Reason">Why, as a code.</param>
public sealed record NotErasedView(string Store, string Kind, long? Count, string Reason);
