using System.Globalization;
using System.Security.Cryptography;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>
/// How long the fuzz lasts at least (FUZZ_SECONDS, 3 by default) and its seed (FUZZ_SEED, by chance by default).
/// </summary>
internal sealed record FuzzSettings(TimeSpan Time, int Seed)
{
    public static FuzzSettings Read() => new(
        TimeSpan.FromSeconds(Number("FUZZ_SECONDS") ?? 3),
        Number("FUZZ_SEED") ?? RandomNumberGenerator.GetInt32(1 << 30));

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
}
