using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// Makes the wanted webhook subscriptions in the shop and records what is there and what is missing, and why. It adopts
/// what has our address already, so twice is safe, and deletes nothing: another app's or a person's subscriptions are
/// none of its business. An install enqueues it in its own transaction.
/// </summary>
internal sealed class SubscribeWebhooks(
    InstallationAdmin shopify,
    IWebhookSubscriptionStore records,
    IEnumerable<IWebhookHandler> handlers,
    IOptions<SubscriptionOptions> subscriptions,
    IOptions<ShopifyOptions> app,
    TimeProvider clock)
    : IJobHandler
{
    /// <summary>The kind.</summary>
    public const string KindName = "subscribe-webhooks";

    public string Kind => KindName;

    public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var installation = context.Installation;
        var wanted = SubscriptionRules.Wanted(subscriptions.Value.Topics, handlers.Select(handler => handler.Topic));
        var callback = SubscriptionRules.Callback(app.Value.AppUrl);
        var actual = await shopify.CallAsync<IReadOnlyList<WebhookSubscription>>(
            installation, (admin, access, token) => admin.ListWebhooksAsync(access, token), cancellationToken);

        foreach (var (index, topic) in wanted.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SubscriptionRules.Ours(actual, topic, callback) is { } there)
                await SaveAsync(installation, topic, callback, there.Id, missing: null, cancellationToken);
            else
                await CreateAsync(installation, topic, callback, cancellationToken);
            context.Report(new JobProgress(index + 1, wanted.Count));
        }
    }

    private async Task CreateAsync(
        Installation installation, string topic, Uri callback, CancellationToken cancellationToken)
    {
        // The intent before the effect: a teardown that comes between finds topic and address to close.
        await SaveAsync(installation, topic, callback, id: null, SubscriptionRules.BeingCreated, cancellationToken);
        var outcome = await shopify.TryCallAsync<WebhookSubscription>(
            installation,
            (admin, access, token) => admin.CreateWebhookAsync(access, topic, callback, token),
            cancellationToken);
        var there = outcome.Value ?? (outcome.Failure?.Kind == AdminFailureKind.Refused
            ? await FindAsync(installation, topic, callback, cancellationToken)
            : null);
        await SaveAsync(
            installation, topic, callback, there?.Id, there is null ? outcome.Failure?.Code : null, cancellationToken);

        // What Shopify declines stays declined: a scope or an approval is missing. The record says which; the rest goes
        // on.
        if (outcome.Failure is { Kind: not AdminFailureKind.Refused } failure)
            throw AdminFailureRules.ToJobFailure(failure);
    }

    // Somebody made it since the list was read: the stay before, whose last call crossed the fence of a reset, or an
    // attempt before this one. Shopify declines a second one, and the first is adopted.
    private async Task<WebhookSubscription?> FindAsync(
        Installation installation, string topic, Uri callback, CancellationToken cancellationToken)
    {
        var actual = await shopify.CallAsync<IReadOnlyList<WebhookSubscription>>(
            installation, (admin, access, token) => admin.ListWebhooksAsync(access, token), cancellationToken);
        return SubscriptionRules.Ours(actual, topic, callback);
    }

    private Task SaveAsync(
        Installation installation,
        string topic,
        Uri callback,
        string? id,
        string? missing,
        CancellationToken cancellationToken) =>
        records.SaveAsync(
            installation.Id,
            new WebhookSubscriptionRecord
            {
                Topic = topic,
                Uri = callback.AbsoluteUri,
                ShopifyId = id,
                MissingBecause = missing,
                CheckedAt = clock.GetUtcNow(),
            },
            cancellationToken);
}
