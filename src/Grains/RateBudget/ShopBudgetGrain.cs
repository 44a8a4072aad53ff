using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.RateBudget;

namespace Shopkeeper.Grains.RateBudget;

/// <summary>Keeps one shop's budget in memory.</summary>
[CollectionAgeLimit(Minutes = 5)]
internal sealed class ShopBudgetGrain(IOptions<RateBudgetOptions> options, TimeProvider clock) : Grain, IShopBudget
{
    private readonly PointsBudget _budget = new(options.Value, clock.GetUtcNow());

    /// <inheritdoc/>
    public Task<BudgetReply> TakeAsync(BudgetRequest request) =>
        Task.FromResult(_budget.Take(request, clock.GetUtcNow()));

    /// <inheritdoc/>
    public Task SettleAsync(BudgetReport report)
    {
        _budget.Settle(report, clock.GetUtcNow());
        if (report.RejectedFor is { } held) DelayDeactivation(held);
        return Task.CompletedTask;
    }
}
