using System.Text.RegularExpressions;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// An alarm on a metric that nothing measures never rings: each that a page names is an instrument in the sources. As
/// Prometheus shows them, points are underscores, and a unit or <c>_total</c> may follow.
/// </summary>
internal sealed partial class RunbookNamesMetrics : IRule
{
    private const string Source = "src/Silo/Gauges.cs";

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("docs/a.md:2", ("docs/a.md", "# A\n`shopkeeper_gone`\n"), (Source, "\"shopkeeper.jobs.ended\"")),
        Sample.Passes(
            ("docs/a.md", "# A\n`rate(shopkeeper_jobs_ended_total[5m])` and `shopkeeper_work_overdue_seconds`\n"),
            (Source, "\"shopkeeper.jobs.ended\" \"shopkeeper.work.overdue\"")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree)
    {
        var instruments = tree.CSharpUnder("src/")
            .SelectMany(file => Instrument().Matches(file.Text))
            .Select(match => match.Groups["name"].Value.Replace('.', '_'))
            .ToHashSet(StringComparer.Ordinal);
        return from page in tree.Markdown.Where(page => page.IsUnder("docs/"))
               from line in page.Lines.Index()
               from match in Shown().Matches(line.Item)
               where !instruments.Contains(match.Groups["name"].Value)
               select page.At(line.Index + 1, $"nothing measures {match.Value}");
    }

    [GeneratedRegex("\"(?<name>shopkeeper\\.[a-z_.]+)\"")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\b(?<name>shopkeeper_[a-z_]+?)(_total|_seconds)?\b(?!\*)")]
    private static partial Regex Shown();
}
