namespace Shopkeeper.Frontend.Overload;

/// <summary>What one body takes of the memory; given back when it is disposed of.</summary>
internal sealed class BodyShare(SemaphoreSlim pages, bool waits) : IDisposable
{
    private int _held;

    /// <summary>Takes what is needed for so many bytes in all.</summary>
    /// <returns>False when there is not as much, and it does not wait.</returns>
    public async ValueTask<bool> CoverAsync(long bytes, CancellationToken cancellationToken)
    {
        var needed = (bytes + BodyMemory.PageBytes - 1) / BodyMemory.PageBytes;
        for (; _held < needed; _held++)
        {
            if (pages.Wait(0, CancellationToken.None)) continue;
            if (!waits) return false;
            await pages.WaitAsync(cancellationToken);
        }

        return true;
    }

    public void Dispose()
    {
        var held = Interlocked.Exchange(ref _held, 0);
        if (held > 0) pages.Release(held);
    }
}
