using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Caching;

/// <summary>
/// The shared level as the cache uses it: that it does not answer is no failure of the caller's, but is logged when it
/// begins and when it ends.
/// </summary>
internal sealed partial class SharedLevel(ISharedCache cache, ILogger<SharedLevel> logger)
{
    private int _down;

    /// <summary>Works with the shared level.</summary>
    /// <returns>False when it does not answer.</returns>
    public async Task<bool> TryAsync(Func<ISharedCache, Task> work)
    {
        try
        {
            await work(cache);
        }
        catch (CacheUnavailableException fault)
        {
            GoDown(fault.Code);
            return false;
        }
        catch (StorageUnavailableException fault)
        {
            GoDown(fault.Code);
            return false;
        }

        if (Volatile.Read(ref _down) == 1 && Interlocked.Exchange(ref _down, 0) == 1) LogBack();
        return true;
    }

    private void GoDown(string errorCode)
    {
        if (Interlocked.Exchange(ref _down, 1) == 0) LogDown(errorCode);
    }
}
