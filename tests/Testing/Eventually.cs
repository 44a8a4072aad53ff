using System.Diagnostics;

namespace Shopkeeper.Testing;

/// <summary>
/// Waits for a condition instead of sleeping: it polls, and says what it waited for when it gives up.
/// </summary>
public static class Eventually
{
    /// <summary>How long is waited when a test does not say: 30 seconds, generous for a busy machine.</summary>
    public static readonly TimeSpan DeadlineDefault = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PauseMaximum = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Waits until <paramref name="condition"/> answers true. An exception it throws counts as "not yet".
    /// </summary>
    /// <param name="what">The awaited state as a clause: "the certificate is written".</param>
    /// <param name="condition">Asked again and again, with growing pauses of 10 to 200 milliseconds.</param>
    /// <param name="deadline">Null means <see cref="DeadlineDefault"/>.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="TimeoutException">The deadline passed; the last exception of the condition is the inner
    /// one.</exception>
    public static Task UntilAsync(
        string what,
        Func<Task<bool>> condition,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default) =>
        PollAsync(what, condition, met => met, deadline, cancellationToken);

    /// <inheritdoc cref="UntilAsync(string, Func{Task{bool}}, TimeSpan?, CancellationToken)"/>
    public static Task UntilAsync(
        string what,
        Func<bool> condition,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default) =>
        UntilAsync(what, () => Task.FromResult(condition()), deadline, cancellationToken);

    /// <summary>Waits until <paramref name="attempt"/> answers something other than null, and returns it.</summary>
    /// <inheritdoc cref="UntilAsync(string, Func{Task{bool}}, TimeSpan?, CancellationToken)"/>
    public static async Task<T> GetAsync<T>(
        string what,
        Func<Task<T?>> attempt,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default)
        where T : class =>
        (await PollAsync(what, attempt, value => value is not null, deadline, cancellationToken))!;

    /// <summary>
    /// Waits until <paramref name="attempt"/> answers a value that is <paramref name="wanted"/>, and returns it.
    /// </summary>
    /// <param name="what">The awaited state as a clause.</param>
    /// <param name="attempt">Asked again and again.</param>
    /// <param name="wanted">Whether the wait is over. The last value that was not appears in the exception.</param>
    /// <param name="deadline">Null means <see cref="DeadlineDefault"/>.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public static async Task<T> PollAsync<T>(
        string what,
        Func<Task<T>> attempt,
        Func<T, bool> wanted,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default)
    {
        var limit = deadline ?? DeadlineDefault;
        var watch = Stopwatch.StartNew();
        var pause = PauseFirst;
        for (var tries = 1; ; tries++)
        {
            Exception? failure = null;
            T? seen = default;
            try
            {
                seen = await attempt();
                if (wanted(seen))
                    return seen;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure = exception;
            }

            if (watch.Elapsed >= limit)
                throw Expired(what, watch.Elapsed, tries, seen, failure);

            await Task.Delay(pause, TimeProvider.System, cancellationToken);
            pause = pause * 2 < PauseMaximum ? pause * 2 : PauseMaximum;
        }
    }

    private static TimeoutException Expired<T>(string what, TimeSpan waited, int tries, T? seen, Exception? failure)
    {
        var last = failure is null
            ? $"the last value was {Tell(seen)}"
            : $"the last try threw {failure.Message}";
        return new TimeoutException(
            $"Awaited for {waited.TotalSeconds:F1} s, in {tries} tries, that {what}; {last}.", failure);
    }

    private static string Tell(object? seen) => seen switch
    {
        null => "null",
        string text => text,
        IEnumerable<object> many => $"[{string.Join(", ", many)}]",
        _ => seen.ToString() ?? "",
    };
}
