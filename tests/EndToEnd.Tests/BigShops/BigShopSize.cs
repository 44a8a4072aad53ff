using System.Globalization;

namespace Shopkeeper.EndToEnd.Tests.BigShops;

/// <summary>
/// How much the big shop holds: 45,000 log entries and 5,000 queued jobs with the other tests, or what the script
/// <c>bigshop</c> says. That one writes a report, and may hold a snapshot meanwhile, as a backup does.
/// </summary>
internal sealed record BigShopSize(int Logs, int Jobs, bool HasSnapshot, string? Report)
{
    private const int RowsPerSecond = 2_000;

    public static BigShopSize Read() => new(
        Number("BIGSHOP_LOGS", 45_000), Number("BIGSHOP_JOBS", 5_000),
        Environment.GetEnvironmentVariable("BIGSHOP_SNAPSHOT") is "1",
        Environment.GetEnvironmentVariable("BIGSHOP_REPORT"));

    /// <summary>Longer than a slow machine takes.</summary>
    public TimeSpan Deadline => TimeSpan.FromSeconds(120 + ((Logs + Jobs) / RowsPerSecond));

    private static int Number(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : usual;
}
