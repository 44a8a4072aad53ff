using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Drops the shop actor's state row, reminders and activation where they name this installation; what names a newer one
/// stays. The fence's caller does it too: this is for a process that died right after the fence. Twice finds nothing.
/// </summary>
internal sealed class ClearShopGrain(ITeardownActors actors, RemainingRows remaining) : ITeardownStep
{
    public string Name => StepNames.ClearShopGrain;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var dropped = await actors.ForgetAsync(context.Shop, context.Installation, cancellationToken);
        return new StepOutcome.Done(OutcomeCodes.Done) { Counts = [StoreCounts.Of("shop-grain", dropped)] };
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        remaining.CountAsync(context, RemainingRows.ShopGrain, cancellationToken);
}
