using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>Tells of a stay's subscriptions from the records: no call is made for it.</summary>
internal sealed class SubscriptionBook(
    IWebhookSubscriptionStore records, ISubscriptionChecks checks, WantedSet wanted)
{
    /// <summary>What is wanted, what there is, why they differ, and when that is looked at next.</summary>
    public async Task<SubscriptionOverview> DescribeAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        var known = await records.ListAsync(installation, cancellationToken);
        var check = await checks.FindAsync(installation, cancellationToken);
        return new SubscriptionOverview
        {
            Items = OverviewRules.Describe(wanted, known),
            NextCheckAt = check?.DueAt,
            Failure = check?.Failure,
            FailedAt = check?.FailedAt,
        };
    }
}
