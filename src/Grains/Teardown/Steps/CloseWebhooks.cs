using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Deletes the subscriptions recorded as ours at Shopify, a call and a permit each; a record goes once Shopify's answer
/// is known, so a second run goes on with the rest, and a subscription that is gone counts as deleted. A record without
/// an id stands for a creation whose end nobody saw: Shopify is asked what there is, by topic, address and filter. A
/// dead token means that Shopify has closed them. Not in a reset: they move to the new stay.
/// </summary>
internal sealed class CloseWebhooks(
    IWebhookSubscriptionStore subscriptions, IAdminClient admin, ShopifyCalls shopify, ShopifyPatience patience)
    : ITeardownStep
{
    private const string Store = "webhook-subscriptions";

    public string Name => StepNames.CloseWebhooks;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.Record.Kind == TeardownKind.Reset) return new StepOutcome.Done(OutcomeCodes.Moved);
        var records = await subscriptions.ListAsync(context.Installation, cancellationToken);
        var next = records.FirstOrDefault(record => record.ShopifyId is not null);
        // The cursor says how it ended; it is stored before the records go, which say what was open.
        if (context.Progress.Cursor is { } ended) return await ForgetAsync(context, records, ended, cancellationToken);
        if (next is null) return await FindAsync(context, records, cancellationToken);

        var reply = await DeleteAsync(context, next.ShopifyId!, cancellationToken);
        if (reply is not ShopifyReply.Ok) return Unclosed(context, records, reply);
        await subscriptions.RemoveAsync(context.Installation, next.Name, cancellationToken);
        return new StepOutcome.Progressed(null) { Counts = [StoreCounts.Of(Store, 1)] };
    }

    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        [StoreCounts.Of(Store, (await subscriptions.ListAsync(context.Installation, cancellationToken)).Count)];

    /// <summary>
    /// Asks Shopify which of the records without an id stand for something after all. What is found is deleted, one a
    /// run; the records go when nothing is found any more.
    /// </summary>
    private async Task<StepOutcome> FindAsync(
        StepContext context, IReadOnlyList<WebhookSubscriptionRecord> records, CancellationToken cancellationToken)
    {
        var sought = records.Where(SubscriptionRules.MayBeThere).ToList();
        if (sought is []) return await ForgetAsync(context, records, OutcomeCodes.Done, cancellationToken);
        IReadOnlyList<WebhookSubscription> actual = [];
        var listed = await shopify.CallAsync<IReadOnlyList<WebhookSubscription>>(
            context,
            async (access, token) =>
            {
                var outcome = await admin.ListWebhooksAsync(access, token);
                actual = outcome.Value ?? [];
                return outcome;
            },
            AdminCosts.LargestPage,
            cancellationToken);
        if (listed is not ShopifyReply.Ok) return Unclosed(context, records, listed);

        var found = sought.Select(record => Find(actual, record)).OfType<WebhookSubscription>().FirstOrDefault();
        if (found is null) return await ForgetAsync(context, records, OutcomeCodes.Done, cancellationToken);
        var deleted = await DeleteAsync(context, found.Id, cancellationToken);
        return deleted is ShopifyReply.Ok
            ? new StepOutcome.Progressed(null) { Counts = [StoreCounts.Of(Store, 1)] }
            : Unclosed(context, records, deleted);
    }

    private Task<ShopifyReply> DeleteAsync(StepContext context, string id, CancellationToken cancellationToken) =>
        shopify.CallAsync(
            context,
            (access, token) => admin.DeleteWebhookAsync(access, id, token),
            AdminCosts.Mutation,
            cancellationToken);

    private static WebhookSubscription? Find(
        IReadOnlyList<WebhookSubscription> actual, WebhookSubscriptionRecord record) =>
        actual.FirstOrDefault(one => SubscriptionRules.IsAt(one, record));

    private StepOutcome Unclosed(
        StepContext context, IReadOnlyList<WebhookSubscriptionRecord> records, ShopifyReply reply)
    {
        if (patience.Await(context, reply) is { } later) return later;
        var code = reply.EndCode ?? OutcomeCodes.Unreachable;
        var closed = code == OutcomeCodes.TokenDead || AccessEvidence.HasEnded(context.Record);
        return new StepOutcome.Progressed(code) { NotErased = closed ? [] : Left(records, code) };
    }

    private async Task<StepOutcome> ForgetAsync(
        StepContext context,
        IReadOnlyList<WebhookSubscriptionRecord> records,
        string code,
        CancellationToken cancellationToken)
    {
        foreach (var record in records)
            await subscriptions.RemoveAsync(context.Installation, record.Name, cancellationToken);
        return new StepOutcome.Done(code);
    }

    private static IReadOnlyList<NotErased> Left(IReadOnlyList<WebhookSubscriptionRecord> records, string code)
    {
        return [.. Of("subscription", record => record.ShopifyId is not null),
            .. Of("possible-subscription", SubscriptionRules.MayBeThere)];

        IEnumerable<NotErased> Of(string kind, Func<WebhookSubscriptionRecord, bool> belongs)
        {
            var count = records.Count(belongs);
            if (count > 0) yield return new NotErased { Store = Store, Kind = kind, Count = count, Reason = code };
        }
    }
}
