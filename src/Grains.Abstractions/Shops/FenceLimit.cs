namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>How many installations may end in a while without an authentic delivery or an operator.</summary>
/// <param name="Maximum">How many, of all shops together; at least 0.</param>
/// <param name="Window">The while that is looked back, by the store's clock.</param>
public sealed record FenceLimit(int Maximum, TimeSpan Window);
