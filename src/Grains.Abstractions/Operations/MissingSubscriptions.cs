namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>How many wanted webhook subscriptions are not there for one reason.</summary>
/// <param name="Reason">A stable code.</param>
/// <param name="Count">How many, over all shops.</param>
public sealed record MissingSubscriptions(string Reason, long Count);
