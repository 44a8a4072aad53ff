namespace Shopkeeper.Silo.Demo;

/// <summary>Waits for a condition, with a deadline that says what was awaited.</summary>
internal static class Awaiting
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(45);

    public static async Task<T> ForAsync<T>(string what, Func<Task<T?>> look, CancellationToken cancellationToken)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Deadline)
        {
            if (await look() is { } found) return found;
            await Task.Delay(Period, TimeProvider.System, cancellationToken);
        }
        throw new InvalidOperationException($"Waited {Deadline.TotalSeconds:0} s in vain for {what}.");
    }
}
