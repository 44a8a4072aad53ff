using System.Globalization;
using System.Security.Cryptography;

namespace Shopkeeper.EndToEnd.Tests.Chaos;

/// <summary>What is ordered of a run, by the environment: <c>./chaos</c> sets it.</summary>
/// <param name="Seed">Decides what befalls whom and when; another one each time unless it is given.</param>
/// <param name="Duration">For how long faults and load last; what follows takes as long as it takes.</param>
internal sealed record ChaosOrder(int Seed, TimeSpan Duration)
{
    private const int SecondsDefault = 30;

    /// <summary>The fewest faults of a run, however slow the machine.</summary>
    public const int FaultsMinimum = 10;

    /// <summary>Reads it.</summary>
    public static ChaosOrder Read() => new(
        Number("CHAOS_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue),
        TimeSpan.FromSeconds(Number("CHAOS_SECONDS") ?? SecondsDefault));

    /// <summary>A generator for one part of the run.</summary>
    public Random RandomFor(int part) => new(HashCodeOf(part));

    // The same in each process, other than HashCode.Combine.
    private int HashCodeOf(int part) => unchecked((Seed * 31) + (part * 7_919));

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
