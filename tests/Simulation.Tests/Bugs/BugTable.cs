using System.Globalization;
using Shopkeeper.Testing;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>
/// What docs/recovery.md says of the mistakes. The number of a schedule that finds one stands there and nowhere else.
/// </summary>
internal static class BugTable
{
    private const string Heading = "## Mistakes that the simulation finds";

    /// <summary>Name, test and schedule of each row.</summary>
    public static IReadOnlyList<(string Name, string Test, ulong Schedule)> Rows { get; } = Read();

    private static List<(string Name, string Test, ulong Schedule)> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", "recovery.md"));
        return
        [
            .. lines.SkipWhile(line => line != Heading).Where(line => line.StartsWith('|')).Skip(2)
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => (
                    cells[3].Trim('`'), cells[5].Trim('`'), ulong.Parse(cells[4], CultureInfo.InvariantCulture))),
        ];
    }
}
