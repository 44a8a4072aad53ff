using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Caching;

/// <summary>
/// The caches of a whole cluster as a teardown clears and counts them. That one does not answer is no failure: the
/// answer says so, and the step waits.
/// </summary>
internal sealed partial class CacheErasure(IClusterCaches silos, ISharedCache shared, ILogger<CacheErasure> logger)
{
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMaximum = TimeSpan.FromSeconds(30);

    /// <summary>Clears the shared level. It comes first: then nothing gets from it into a silo's memory.</summary>
    public async Task<CachesAnswer> ClearSharedAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        try
        {
            var count = await shared.ClearAsync(installation, cancellationToken);
            LogCleared(installation, shared.Store, count);
            return new CachesAnswer { Counts = [StoreCounts.Of(shared.Store, count)] };
        }
        catch (CacheUnavailableException fault)
        {
            return Unreachable(installation, fault);
        }
    }

    /// <summary>Clears the memory of every silo.</summary>
    public Task<CachesAnswer> ClearMemoryAsync(InstallationId installation, CancellationToken cancellationToken) =>
        silos.ClearAsync(installation, cache: null, cancellationToken);

    /// <summary>Counts what every silo's memory holds, and the shared level unless it is a table.</summary>
    public async Task<CachesAnswer> CountAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        try
        {
            var outside = await shared.CountOutsideAsync(installation, cancellationToken);
            var memory = await silos.CountAsync(installation, cache: null, cancellationToken);
            return memory with { Counts = [.. outside, .. memory.Counts] };
        }
        catch (CacheUnavailableException fault)
        {
            return Unreachable(installation, fault);
        }
    }

    /// <summary>
    /// The wait before an answer that was not whole is asked for again: longer, the longer it goes on.
    /// </summary>
    public static StepOutcome Wait(StepContext context, string missing)
    {
        var pause = context.Elapsed / 8;
        pause = pause < PauseFirst ? PauseFirst : pause > PauseMaximum ? PauseMaximum : pause;
        return new StepOutcome.Snoozed(pause, missing);
    }

    private CachesAnswer Unreachable(InstallationId installation, CacheUnavailableException fault)
    {
        LogUnreachable(installation, fault.Code);
        return new CachesAnswer { Counts = [], Missing = OutcomeCodes.CacheUnreachable };
    }
}
