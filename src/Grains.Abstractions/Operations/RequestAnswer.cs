namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>What a request was answered with, by name: the answer itself may say more than may be kept.</summary>
/// <param name="Kind">What the id names, as a code.</param>
/// <param name="Id">The id.</param>
public sealed record RequestAnswer(string Kind, Guid Id);
