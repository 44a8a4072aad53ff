using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Deletes the subscriptions recorded as ours at Shopify, a call and a permit each; a record goes once Shopify's answer
/// is known, so a second run goes on with the rest, and a subscription that is gone counts as deleted. A dead token
/// means that Shopify has closed them. Not in a reset: they move to the new stay.
/// </summary>
internal sealed class CloseWebhooks(
    IWebhookSubscriptionStore subscriptions, IAdminClient admin, ShopifyCalls shopify, ShopifyPatience patience)
    : ITeardownStep
{
    private const string Store = "webhook-subscriptions";

    public string Name => StepNames.CloseWebhooks;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.Record.Kind == TeardownKind.Reset) return new StepOutcome.Done(OutcomeCodes.NotInAReset);
        var records = await subscriptions.ListAsync(context.Installation, cancellationToken);
        var next = records.FirstOrDefault(record => record.ShopifyId is not null);
        // The cursor says how it ended; it is stored before the records go, which say what was open.
        if (context.Progress.Cursor is { } ended) return await ForgetAsync(context, records, ended, cancellationToken);
        if (next is null) return await ForgetAsync(context, records, OutcomeCodes.Done, cancellationToken);

        var reply = await shopify.CallAsync(
            context, (access, token) => admin.DeleteWebhookAsync(access, next.ShopifyId!, token), cancellationToken);
        if (reply is ShopifyReply.Ok)
        {
            await subscriptions.RemoveAsync(context.Installation, next.Topic, cancellationToken);
            return new StepOutcome.Progressed(null) { Counts = [StoreCounts.Of(Store, 1)] };
        }

        if (reply is ShopifyReply.Later later && !patience.IsOver(context))
            return patience.Snooze(context, later.Failure);
        var code = reply.EndCode ?? OutcomeCodes.Unreachable;
        var closed = code == OutcomeCodes.TokenDead || AccessEvidence.HasEnded(context.Record);
        return new StepOutcome.Progressed(code) { NotErased = closed ? [] : [Left(records, code)] };
    }

    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        [StoreCounts.Of(Store, (await subscriptions.ListAsync(context.Installation, cancellationToken)).Count)];

    private async Task<StepOutcome> ForgetAsync(
        StepContext context,
        IReadOnlyList<WebhookSubscriptionRecord> records,
        string code,
        CancellationToken cancellationToken)
    {
        foreach (var record in records)
            await subscriptions.RemoveAsync(context.Installation, record.Topic, cancellationToken);
        return new StepOutcome.Done(code);
    }

    private static NotErased Left(IReadOnlyList<WebhookSubscriptionRecord> records, string code) => new()
    {
        Store = Store,
        Kind = "subscription",
        Count = records.Count(record => record.ShopifyId is not null),
        Reason = code,
    };
}
