using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Ports;
using Shopkeeper.Simulation.Tests.Tokens;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>Known mistakes of tokens, of jobs, and of whatever is written for an installation.</summary>
internal static class StoreBugs
{
    /// <summary>A refresh whose intent is written down and not heeded: who comes second goes on all the same.</summary>
    public static WorldBug RefreshTwice { get; } = new()
    {
        Grants = (store, _, _) => PortProxy.Around(
            store,
            (nameof(IGrantStore.TryBeginRefreshAsync), args => BeginAnywayAsync(store, args))),
    };

    /// <summary>A refreshed pair that is put in where it is gone: what a teardown erased is there again.</summary>
    public static WorldBug UpsertResurrection { get; } = new()
    {
        Grants = (store, process, world) => PortProxy.Around(
            store,
            (nameof(IGrantStore.StoreRefreshedAsync), args => UpsertAsync(store, process, world, args))),
    };

    /// <summary>A log that is written without asking whether its installation has ended.</summary>
    public static WorldBug GuardLeftOut { get; } = new()
    {
        ApiLogs = (store, process, world) => PortProxy.Around(
            store,
            (nameof(IApiLogStore.AppendAsync), args => world.Kernel.Effects.Do(
                process, "api-logs.append", () => world.Database.Insert(
                    (InstallationId)args[0]!, "api_logs", ((ApiLogEntry)args[1]!).Id.ToString())))),
    };

    /// <summary>A job that writes without asking whether its installation has ended.</summary>
    public static WorldBug UnfencedJob { get; } = new() { HandlerIsUnguarded = true };

    /// <summary>Handlers that keep to themselves that they write to a store keyed by shop.</summary>
    public static WorldBug UndeclaredStore { get; } = new() { LettersAreUndeclared = true };

    /// <summary>Whoever takes a job over is not told that it was asked to stop.</summary>
    public static WorldBug StopForgotten { get; } = new()
    {
        Jobs = store => PortProxy.Around(
            store, (nameof(IJobStore.ClaimAsync), args => ForgetStopAsync(store, args))),
    };

    private static async Task<IReadOnlyList<ClaimedJob>> ForgetStopAsync(IJobStore store, object?[] args)
    {
        var claimed = await store.ClaimAsync((InstallationId)args[0]!, (JobClaim)args[1]!, CancellationToken.None);
        return [.. claimed.Select(job => job with { CancelRequested = false })];
    }

    private static async Task<bool> BeginAnywayAsync(IGrantStore store, object?[] args)
    {
        await store.TryBeginRefreshAsync(
            (InstallationId)args[0]!, (long)args[1]!, (Guid)args[2]!, (TimeSpan)args[3]!, CancellationToken.None);
        return true;
    }

    private static async Task<bool> UpsertAsync(
        IGrantStore store, SimulatedProcess process, SimulatedWorld world, object?[] args)
    {
        var (installation, grant) = ((InstallationId)args[0]!, (Grant)args[3]!);
        if (await store.StoreRefreshedAsync(
            installation, (long)args[1]!, (Guid)args[2]!, grant, CancellationToken.None)) return true;
        await world.Kernel.Effects.Do(process, "grants.upsert", () =>
        {
            if (world.Database.Installations.TryGetValue(installation, out var row) && row.Grant is null)
                GrantRows.Store(row, grant);
        });
        return false;
    }
}
