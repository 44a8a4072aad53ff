namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>Handles a shop's deliveries in order and knows its subscriptions. Key: the shop domain.</summary>
[Alias(Aliases.IShopWebhooks)]
public interface IShopWebhooks : IGrainWithStringKey
{
    /// <summary>
    /// Handles the shop's due deliveries, oldest first, lifecycle topics before all others. Poked by the poller; poking
    /// once too often does no harm.
    /// </summary>
    /// <returns>True when deliveries are left that are due already.</returns>
    [Alias("Drain")]
    Task<bool> DrainAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What subscriptions are wanted, what is there and why they differ; null when the app is not installed.
    /// </summary>
    [Alias("DescribeSubscriptions"), SafeToRepeat]
    Task<SubscriptionOverview?> DescribeSubscriptionsAsync(CancellationToken cancellationToken);
}
