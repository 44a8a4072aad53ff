namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>
/// Drops what is kept for a while only, of installations that go on, too: finished jobs, the log of calls, expired
/// cache entries and online sessions, dead letters, permits and intents that nobody gave back.
/// </summary>
public interface IRetention
{
    /// <summary>
    /// Drops what is older than it is kept, behind other work, in batches of at most 1,000 rows and at most 100 of them
    /// a table. Several at once do no harm.
    /// </summary>
    /// <returns>How many rows went; more may be left unless it is 0.</returns>
    Task<int> DropOldAsync(CancellationToken cancellationToken);
}
