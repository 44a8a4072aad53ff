using CsCheck;

namespace Shopkeeper.Testing.Generation;

/// <summary>
/// Tries a property on generated values. What fails is shrunk, and the failure names the seed that makes it again:
/// <c>CsCheck_Seed=0000abcd ./test …</c>. <c>CsCheck_Iter</c> or <c>CsCheck_Time</c> (seconds) try longer.
/// </summary>
public static class Property
{
    /// <summary>How many values are tried where nothing else is said.</summary>
    public const int Usual = 3_000;

    private static readonly bool IsSetOutside =
        new[] { "CsCheck_Iter", "CsCheck_Time" }.Any(name => Environment.GetEnvironmentVariable(name) is not null);

    /// <summary>Holds for every value, or fails with the smallest that it does not hold for.</summary>
    public static void Holds<T>(
        Gen<T> values, Action<T> property, int iterations = Usual, Func<T, string>? print = null) =>
        values.Sample(property, iter: IsSetOutside ? -1 : iterations, threads: 1, print: print);

    /// <inheritdoc cref="Holds{T}"/>
    public static Task HoldsAsync<T>(
        Gen<T> values, Func<T, Task> property, int iterations = Usual, Func<T, string>? print = null) =>
        values.SampleAsync(property, iter: IsSetOutside ? -1 : iterations, threads: 1, print: print);

    /// <summary>
    /// Takes no more than linear time, as far as a busy machine can tell: for 32 times as much less than 300 times as
    /// long, where quadratic work would take 1,024 times. The best of some runs counts.
    /// </summary>
    /// <param name="work">Works on input of so many units.</param>
    /// <param name="units">As many as make the smaller run take some microseconds at least.</param>
    /// <returns>How many times as long the greater run took.</returns>
    public static double Growth(Action<int> work, int units)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Best(() => work(units * 32)) / Math.Max(Best(() => work(units)), 1e-6);
    }

    /// <summary>What <see cref="Growth"/> stays under when work is linear.</summary>
    public const double LinearGrowth = 300;

    private static double Best(Action work)
    {
        var best = double.MaxValue;
        for (var run = 0; run < 7; run++)
        {
            var started = TimeProvider.System.GetTimestamp();
            work();
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }
}
