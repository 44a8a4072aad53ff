using System.Text.RegularExpressions;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// Migrations are numbered without gaps, and both dialects have the same ones, so that they stay one schema.
/// </summary>
internal sealed partial class Migrations : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Storage/Sqlite/Migrations/003_b.sql:1", In("Sqlite", "001_a", "003_b")),
        Sample.Offends("src/Storage/Sqlite/Migrations/first.sql:1", In("Sqlite", "first")),
        Sample.Offends("src/Storage/Postgres/Migrations/002_b.sql:1",
            [.. In("Postgres", "001_a", "002_b"), .. In("Sqlite", "001_a")]),
        Sample.Offends("src/Storage/Sqlite/Migrations/001_b.sql:1", In("Sqlite", "001_a", "001_b")),
        Sample.Passes([.. In("Postgres", "001_a", "002_b"), .. In("Sqlite", "001_a", "002_b")]),
    ];

    public IEnumerable<Offence> Check(SourceTree tree)
    {
        var dialects = tree.Files
            .Where(file => file.IsUnder("src/") && file.Path.EndsWith(".sql", StringComparison.Ordinal))
            .Where(file => file.Folder.Contains("/migrations", StringComparison.OrdinalIgnoreCase))
            .GroupBy(file => file.Folder)
            .Select(folder => folder.OrderBy(file => file.Name, StringComparer.Ordinal).ToList())
            .ToList();
        return dialects.SelectMany(Numbering).Concat(dialects.SelectMany(dialect => Missing(dialect, dialects)));
    }

    private static (string Path, string Text)[] In(string dialect, params string[] names) =>
        [.. names.Select(name => ($"src/Storage/{dialect}/Migrations/{name}.sql", "-- Nothing breaks.\n"))];

    private static IEnumerable<Offence> Numbering(List<SourceFile> dialect) =>
        from file in dialect.Index()
        let number = Name().Match(file.Item.Name)
        where !number.Success || int.Parse(number.Groups[1].ValueSpan, null) != file.Index + 1
        select file.Item.At(1, $"the migration should be called {file.Index + 1:D3}_what_it_does.sql");

    private static IEnumerable<Offence> Missing(List<SourceFile> dialect, List<List<SourceFile>> dialects) =>
        from file in dialect
        where dialects.Any(other => other.All(one => one.Name != file.Name))
        select file.At(1, "the other dialect has no migration of this name");

    [GeneratedRegex(@"\A(\d{3})_[a-z0-9_]+\.sql\z")]
    private static partial Regex Name();
}
