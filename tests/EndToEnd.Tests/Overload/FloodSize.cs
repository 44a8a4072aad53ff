using System.Globalization;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>
/// How long and how high the flood is: a short one with the other tests, a longer one by the script <c>overload</c>.
/// </summary>
internal sealed record FloodSize(TimeSpan Calibration, TimeSpan Time, double Factor, string? Report)
{
    /// <summary>True for the longer one, which runs with the service's defaults.</summary>
    public bool IsMeasured => Report is not null;

    public static FloodSize Read() => Environment.GetEnvironmentVariable("OVERLOAD_REPORT") is { Length: > 0 } report
        ? new FloodSize(TimeSpan.FromSeconds(10), Seconds(), Number("OVERLOAD_FACTOR", 3), report)
        : new FloodSize(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(2), 3, null);

    private static TimeSpan Seconds() => TimeSpan.FromSeconds(Number("OVERLOAD_SECONDS", 60));

    private static double Number(string name, double otherwise) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
