namespace Shopkeeper.Frontend.Overload;

/// <summary>
/// The memory that bodies may take together, counted as they arrive: a length that is only announced takes nothing from
/// the others.
/// </summary>
internal sealed class BodyMemory : IDisposable
{
    /// <summary>What is counted at once, in bytes: the least that a body takes.</summary>
    public const int PageBytes = 4096;

    private readonly SemaphoreSlim _pages;
    private readonly int _limit;

    public BodyMemory(int bytes)
    {
        _limit = Math.Max(1, bytes / PageBytes);
        _pages = new SemaphoreSlim(_limit, _limit);
    }

    /// <summary>How many bytes are taken.</summary>
    public long Taken => (long)(_limit - _pages.CurrentCount) * PageBytes;

    /// <summary>Begins to count a body.</summary>
    /// <param name="waits">Whether it waits for memory that there is not, instead of being refused.</param>
    public BodyShare Open(bool waits) => new(_pages, waits);

    public void Dispose() => _pages.Dispose();
}
