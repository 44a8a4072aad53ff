using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Ports;
using Shopkeeper.Simulation.Tests.Stores;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>Known mistakes of installs, deliveries and teardowns.</summary>
internal static class LifeBugs
{
    /// <summary>The stay is ended first, and what is to follow written down after it.</summary>
    public static WorldBug ArmAfterAct { get; } = new()
    {
        Installations = (store, process, world) => PortProxy.Around(
            store,
            (nameof(IInstallationStore.FenceAsync), args => EndThenArmAsync(process, world, (Fence)args[0]!))),
    };

    /// <summary>An actor writes its state by the version that stands, and not by the one that it read.</summary>
    public static WorldBug EtagReuse { get; } = new() { EtagsAreReused = true };

    /// <summary>A step that fails is taken for done.</summary>
    public static WorldBug SkipOnError { get; } = new() { Decorate = step => new SkippingStep(step) };

    /// <summary>
    /// The progress of a teardown is how far it got, not what was done: a step that was begun is not run again.
    /// </summary>
    public static WorldBug IndexProgress { get; } = new()
    {
        Teardowns = store => PortProxy.Around(
            store,
            (nameof(ITeardownStore.FindByInstallationAsync), args =>
                FindAsync(store, (InstallationId)args[0]!, (CancellationToken)args[1]!))),
    };

    /// <summary>A teardown calls Shopify without waiting for installs.</summary>
    public static WorldBug RevokeWithoutPermit { get; } = new()
    {
        Permits = store => PortProxy.Around(
            store,
            (nameof(IPermitStore.TryTakePermitAsync), _ => Task.FromResult<Guid?>(Guid.Empty)),
            (nameof(IPermitStore.IsHeldByIntentAsync), _ => Task.FromResult(false))),
    };

    /// <summary>The inbox is read on from the last delivery that was seen.</summary>
    public static WorldBug InboxCursor { get; } = new()
    {
        Inbox = store =>
        {
            var seen = new Dictionary<ShopDomain, long>();
            return PortProxy.Around(
                store,
                (nameof(IWebhookInbox.ReadDueAsync), args =>
                    ReadOnAsync(store, seen, (ShopDomain)args[0]!, (int)args[1]!)));
        },
    };

    private static async Task<FenceResult> EndThenArmAsync(
        SimulatedProcess process, SimulatedWorld world, Fence fence)
    {
        var tables = world.Database.Teardowns;
        TeardownRow? row = null;
        var result = await world.Kernel.Effects.Do(process, "installations.end", () =>
        {
            var before = tables.GetValueOrDefault(fence.Installation);
            var ended = fence.Kind == TeardownKind.Reset ? world.Fences.Reset(fence) : world.Fences.End(fence);
            if (before is null && ended.Outcome == FenceOutcome.Ended) tables.Remove(fence.Installation, out row);
            return ended;
        });
        if (row is not null)
            await world.Kernel.Effects.Do(process, "teardowns.arm", () => { tables[fence.Installation] = row; });
        return result;
    }

    private static async Task<TeardownRecord?> FindAsync(
        ITeardownStore store, InstallationId installation, CancellationToken cancellationToken)
    {
        var record = await store.FindByInstallationAsync(installation, cancellationToken);
        return record is null ? null : record with
        {
            Steps =
            [
                .. record.Steps.Select(step => step.Attempts == 0 || step.Status == StepStatus.Waived
                    ? step
                    : step with { Status = StepStatus.Done, Outcome = step.Outcome ?? "done" }),
            ],
        };
    }

    private static async Task<IReadOnlyList<InboxDelivery>> ReadOnAsync(
        IWebhookInbox store, Dictionary<ShopDomain, long> seen, ShopDomain shop, int limit)
    {
        var due = await store.ReadDueAsync(shop, limit, CancellationToken.None);
        var after = due.Where(delivery => delivery.Id > seen.GetValueOrDefault(shop)).ToList();
        if (after is not []) seen[shop] = after.Max(delivery => delivery.Id);
        return after;
    }

    private sealed class SkippingStep(ITeardownStep step) : ITeardownStep
    {
        public string Name => step.Name;

        public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
        {
            try
            {
                var outcome = await step.RunAsync(context, cancellationToken);
                return outcome is StepOutcome.Failed ? new StepOutcome.Done("done") : outcome;
            }
            catch (StorageUnavailableException)
            {
                return new StepOutcome.Done("done");
            }
        }

        public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
            StepContext context, CancellationToken cancellationToken) =>
            step.CountRemainingAsync(context, cancellationToken);
    }
}
