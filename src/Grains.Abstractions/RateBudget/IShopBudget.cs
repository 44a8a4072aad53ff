using Orleans.Concurrency;

namespace Shopkeeper.Grains.Abstractions.RateBudget;

/// <summary>
/// A shop's one budget of Admin API points in the whole cluster (https://shopify.dev/docs/api/usage/limits). Key: the
/// shop's domain. It lives in memory alone and is forgotten when idle: Shopify's own bucket is the truth, and every
/// answer of Shopify corrects this one. That Shopify holds the shop's calls to be malicious is remembered while it
/// lasts.
/// </summary>
[Alias(Aliases.IShopBudget)]
public interface IShopBudget : IGrainWithStringKey
{
    /// <summary>Takes points for a call, or says how long to wait before asking again.</summary>
    [Alias("Take"), ResponseTimeout("00:00:02")]
    Task<BudgetReply> TakeAsync(BudgetRequest request);

    /// <summary>Tells what a call came to. Lost, it costs a little accuracy.</summary>
    [Alias("Settle"), OneWay]
    Task SettleAsync(BudgetReport report);
}
