using System.Collections.Concurrent;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// Carries a plan out in one shop. Intents are written before the first call, and each name's outcome right after its
/// own, so that a crash leaves nothing at Shopify that no record speaks of.
/// </summary>
internal sealed class SubscriptionChanges(
    InstallationAdmin shopify,
    IWebhookSubscriptionStore records,
    Installation installation,
    TimeProvider clock,
    CallPriority priority,
    int concurrency)
{
    private readonly ConcurrentQueue<WantedSubscription> _taken = [];
    private readonly ConcurrentQueue<AdminFailure> _failures = [];
    private int _done;

    /// <summary>A failure that another attempt may not meet; null when there was none.</summary>
    public AdminFailure? Failure => _failures.TryPeek(out var first) ? first : null;

    /// <summary>All of the app's subscriptions in the shop, whoever made them.</summary>
    public Task<IReadOnlyList<WebhookSubscription>> ListAsync(CancellationToken cancellationToken) =>
        shopify.CallAsync<IReadOnlyList<WebhookSubscription>>(
            installation, (admin, access, token) => admin.ListWebhooksAsync(access, token), priority,
            cancellationToken);

    /// <summary>Carries the steps out, as many at once as may be.</summary>
    public async Task CarryOutAsync(
        IReadOnlyList<PlannedStep> steps, Action<int> report, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var first = steps.Where(step => step.Obsolete.IsEmpty).Select(step => step switch
        {
            PlannedStep.Keep keep => Kept(keep, now),
            PlannedStep.Create create => SubscriptionRules.Intended(create.Wanted, now),
            _ => null,
        });
        await records.SaveAsync(installation.Id, [.. first.OfType<WebhookSubscriptionRecord>()], cancellationToken);
        await ForEachAsync(
            steps,
            async (step, token) =>
            {
                await CarryOutAsync(step, token);
                report(Interlocked.Increment(ref _done));
            },
            cancellationToken);
        if (!_taken.IsEmpty) await AdoptAsync([.. _taken], cancellationToken);
    }

    private static WebhookSubscriptionRecord Kept(PlannedStep.Keep keep, DateTimeOffset now) =>
        SubscriptionRules.Found(keep.Wanted, keep.Actual, now) with { IsShared = keep.IsShared };

    private Task ForEachAsync<T>(
        IEnumerable<T> items, Func<T, CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            work);

    private async ValueTask CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        foreach (var id in step.Obsolete)
            if (!await DeleteAsync(id, cancellationToken)) return;
        switch (step)
        {
            case PlannedStep.Keep keep when !step.Obsolete.IsEmpty:
                await SaveAsync(Kept(keep, clock.GetUtcNow()), cancellationToken);
                break;
            case PlannedStep.Create create:
                if (!step.Obsolete.IsEmpty)
                    await SaveAsync(SubscriptionRules.Intended(create.Wanted, clock.GetUtcNow()), cancellationToken);
                await CreateAsync(create.Wanted, cancellationToken);
                break;
            case PlannedStep.Update update:
                await UpdateAsync(update.Wanted, update.Actual, update.IsShared, cancellationToken);
                break;
            case PlannedStep.Drop drop:
                await records.RemoveAsync(installation.Id, drop.Record.Name, cancellationToken);
                break;
        }
    }

    private async Task CreateAsync(WantedSubscription wanted, CancellationToken cancellationToken)
    {
        var outcome = await shopify.TryCallAsync<WebhookSubscription>(
            installation,
            (admin, access, token) => admin.CreateWebhookAsync(access, wanted.ToInput(), token),
            priority,
            cancellationToken);
        var now = clock.GetUtcNow();
        if (outcome.Failure is { ErrorCode: AdminErrorCodes.Taken }) _taken.Enqueue(wanted);
        if (outcome.Failure is { } failure) Note(failure);
        await SaveAsync(
            outcome.IsOk
                ? SubscriptionRules.Found(wanted, outcome.Value, now)
                : SubscriptionRules.NotCreated(wanted, outcome.Failure, now),
            cancellationToken);
    }

    private async Task UpdateAsync(
        WantedSubscription wanted, WebhookSubscription actual, bool isShared, CancellationToken cancellationToken)
    {
        var outcome = await shopify.TryCallAsync<WebhookSubscription>(
            installation,
            (admin, access, token) => admin.UpdateWebhookAsync(access, actual.Id, wanted.ToInput(), token),
            priority,
            cancellationToken);
        var now = clock.GetUtcNow();
        switch (outcome.Failure)
        {
            // Removed since the list was read.
            case { ErrorCode: AdminErrorCodes.NotFound }:
                await CreateAnewAsync(wanted, cancellationToken);
                break;
            case { } failure:
                Note(failure);
                await SaveAsync(
                    SubscriptionRules.NotChanged(wanted, actual, failure, now) with { IsShared = isShared },
                    cancellationToken);
                break;
            case null when !isShared && SubscriptionRules.NeedsReplacing(outcome.Value!, wanted):
                if (await DeleteAsync(actual.Id, cancellationToken)) await CreateAnewAsync(wanted, cancellationToken);
                break;
            default:
                await SaveAsync(
                    SubscriptionRules.Found(wanted, outcome.Value!, now) with { IsShared = isShared },
                    cancellationToken);
                break;
        }
    }

    private async Task CreateAnewAsync(WantedSubscription wanted, CancellationToken cancellationToken)
    {
        await SaveAsync(SubscriptionRules.Intended(wanted, clock.GetUtcNow()), cancellationToken);
        await CreateAsync(wanted, cancellationToken);
    }

    // Somebody made them since the list was read: the stay before, whose last call crossed the fence of a reset, or an
    // attempt before this one. Shopify declines a second one, and the first is adopted. Whether a filter makes two of
    // them Shopify does not document: failing an exact one, the one at the address is made to be as wanted.
    private async Task AdoptAsync(IReadOnlyList<WantedSubscription> taken, CancellationToken cancellationToken)
    {
        var actual = await ListAsync(cancellationToken);
        var known = (await records.ListAsync(installation.Id, cancellationToken))
            .Select(record => record.ShopifyId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        await ForEachAsync(
            taken,
            async (wanted, token) =>
            {
                var there = actual.Where(one => !known.Contains(one.Id)).FirstOrDefault(one =>
                        SubscriptionRules.IsAt(one, wanted))
                    ?? actual.Where(one => !known.Contains(one.Id)).FirstOrDefault(one =>
                        SubscriptionRules.IsAt(one, wanted.Topic, wanted.Uri, one.Filter));
                if (there is null) return;
                var isShared = wanted.IsElsewhere;
                if (SubscriptionRules.IsAsWanted(there, wanted))
                {
                    await SaveAsync(
                        SubscriptionRules.Found(wanted, there, clock.GetUtcNow()) with { IsShared = isShared }, token);
                }
                else
                {
                    await UpdateAsync(wanted, there, isShared, token);
                }
            },
            cancellationToken);
    }

    /// <returns>True when it is gone.</returns>
    private async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var outcome = await shopify.TryCallAsync<AdminDone>(
            installation, (admin, access, token) => admin.DeleteWebhookAsync(access, id, token), priority,
            cancellationToken);
        if (outcome.Failure is { } failure) Note(failure);
        return outcome.IsOk;
    }

    // What Shopify declines stays declined: a scope or an approval is missing, and asking again at once is no use.
    private void Note(AdminFailure failure)
    {
        if (failure.Kind != AdminFailureKind.Refused) _failures.Enqueue(failure);
    }

    private Task SaveAsync(WebhookSubscriptionRecord record, CancellationToken cancellationToken) =>
        records.SaveAsync(installation.Id, [record], cancellationToken);
}
