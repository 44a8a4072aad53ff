namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// The border between the runner and code that may fail in any way: handlers, and the store while a lease is at stake.
/// What is thrown becomes a value that the runner has to look at; nothing gets past it, and nothing takes the runner
/// down.
/// </summary>
internal static class Boundary
{
    /// <summary>Runs <paramref name="work"/> and gives back what it threw; null when it ended well.</summary>
    public static async Task<Exception?> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
