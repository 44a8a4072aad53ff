namespace Shopkeeper.Testing;

/// <summary>
/// Spends time on purpose: how long a fault lasts, how far apart the calls of a load are. Whoever waits for something
/// to become true waits with <see cref="Eventually"/>.
/// </summary>
public static class Pace
{
    /// <summary>Lets the time pass.</summary>
    public static Task SpendAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    /// <summary>Lets the time pass, or less where the end comes before; that is no error.</summary>
    public static async Task SpendUntilAsync(TimeSpan time, CancellationToken end) =>
        await Task.Delay(time, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
