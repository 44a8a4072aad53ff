using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>What is to be done about one name. The closed set of its cases is nested here.</summary>
internal abstract record PlannedStep
{
    private PlannedStep()
    {
    }

    /// <summary>Ids of ours at Shopify that are in the way or too many: deleted first.</summary>
    public ImmutableArray<string> Obsolete { get; init; } = [];

    /// <summary>
    /// What stands was somebody else's before, at an address that is not this service's own: it is never deleted.
    /// </summary>
    public bool IsShared { get; init; }

    /// <summary>It stands as wanted, made by us or by somebody who wanted the same: it is ours from now on.</summary>
    internal sealed record Keep(WantedSubscription Wanted, WebhookSubscription Actual) : PlannedStep;

    /// <summary>It stands, but not as wanted.</summary>
    internal sealed record Update(WantedSubscription Wanted, WebhookSubscription Actual) : PlannedStep;

    /// <summary>It does not stand.</summary>
    internal sealed record Create(WantedSubscription Wanted) : PlannedStep;

    /// <summary>Nobody wants it any more: what there is of it goes, and then the record.</summary>
    internal sealed record Drop(WebhookSubscriptionRecord Record) : PlannedStep;
}
