using System.Text.RegularExpressions;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>The data inventory names every table of the migrations, and no other.</summary>
internal sealed partial class InventoryIsComplete : IRule
{
    private const string Inventory = "docs/data-inventory.md";
    private const string Migration = "src/Storage/Migrations/postgres/001_core.sql";

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends(
            $"{Migration}:2", (Inventory, "# I\n| `a` |\n"), (Migration, "create table a();\ncreate table b();\n")),
        Sample.Offends($"{Inventory}:3", (Inventory, "# I\n| `a` |\n| `gone` |\n"), (Migration, "create table a();\n")),
        Sample.Passes(
            (Inventory, "# I\n| table | what |\n|---|---|\n| `a` | `b` in it |\n"),
            (Migration, "create table if not exists a(\n  b int\n);\ncreate table old();\ndrop table old;\n")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree)
    {
        var created = tree.Files.Where(file => file.IsUnder("src/Storage/Migrations/")).SelectMany(Tables).ToList();
        var pages = tree.Files.Where(file => file.Path == Inventory).ToList();
        var rows = pages.SelectMany(Rows).ToList();

        return from page in pages
               from offence in created.Where(table => rows.All(row => row.Name != table.Name))
                   .DistinctBy(table => table.Name)
                   .Select(table => table.File.At(table.Line, $"{Inventory} has no row for `{table.Name}`"))
                   .Concat(rows.Where(row => created.All(table => table.Name != row.Name))
                       .Select(row => page.At(row.Line, $"no migration creates `{row.Name}`")))
               select offence;
    }

    private static IEnumerable<(SourceFile File, int Line, string Name)> Tables(SourceFile migration)
    {
        var dropped = Drop().Matches(
            migration.Text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        return from line in migration.Lines.Index()
               let match = Create().Match(line.Item)
               where match.Success && !dropped.Contains(match.Groups["name"].Value)
               select (migration, line.Index + 1, match.Groups["name"].Value);
    }

    private static IEnumerable<(int Line, string Name)> Rows(SourceFile page) =>
        from line in page.Lines.Index()
        let match = Row().Match(line.Item)
        where match.Success
        select (line.Index + 1, match.Groups["name"].Value);

    [GeneratedRegex(@"^create (unlogged )?table (if not exists )?(?<name>\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Create();

    [GeneratedRegex(@"^drop table (if exists )?(?<name>\w+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Drop();

    [GeneratedRegex(@"^\| `(?<name>\w+)` ")]
    private static partial Regex Row();
}
