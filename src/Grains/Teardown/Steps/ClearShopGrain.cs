using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Shops;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Drops the shop actor's state row, reminders and activation where they name this installation; what names a newer one
/// stays. Then every silo is asked for activations that have held it, stale ones too: it is done when none is left
/// anywhere. The fence's caller does the first part too: this is for a process that died right after the fence. Twice
/// finds nothing.
/// </summary>
internal sealed class ClearShopGrain(ITeardownActors actors, IClusterCaches silos, RemainingRows remaining)
    : ITeardownStep
{
    private static readonly TimeSpan LeavePause = TimeSpan.FromMilliseconds(100);

    public string Name => StepNames.ClearShopGrain;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var dropped = await actors.ForgetAsync(context.Shop, context.Installation, cancellationToken);
        IReadOnlyList<StoreCount> counts = [StoreCounts.Of("shop-grain", dropped)];

        var told = await silos.ClearAsync(context.Installation, ShopActivations.CacheName, cancellationToken);
        if (told.Missing is { } missing) return CacheErasure.Wait(context, missing) with { Counts = counts };
        if (StoreCounts.Total(told.Counts) > 0)
        {
            var left = await silos.CountAsync(context.Installation, ShopActivations.CacheName, cancellationToken);
            if (left.Missing is { } gone) return CacheErasure.Wait(context, gone) with { Counts = counts };
            if (StoreCounts.Total(left.Counts) > 0)
                return new StepOutcome.Snoozed(LeavePause, OutcomeCodes.AwaitingActors) { Counts = counts };
        }

        return new StepOutcome.Done(OutcomeCodes.Done) { Counts = counts };
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        remaining.CountAsync(context, RemainingRows.ShopGrain, cancellationToken);
}
