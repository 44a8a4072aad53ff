namespace Shopkeeper.Grains.Abstractions.Billing;

/// <summary>
/// How many subscriptions to the app a shop had in one status when its installation ended. Nothing in it tells the
/// shop, the plan or the price: it outlives them.
/// </summary>
/// <param name="Status">As <see cref="AppSubscription.Status"/>.</param>
/// <param name="Count">How many.</param>
public sealed record AppSubscriptionCount(string Status, long Count);
