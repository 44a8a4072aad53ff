using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// A test that a page names exists, and every row of the tables of recovery and of conformance names one.
/// </summary>
internal sealed partial class DocumentedTests : IRule
{
    private static readonly string[] WithTests = ["docs/recovery.md", "docs/shopify-conformance.md"];
    private const string Table = "| point | test |\n|---|---|\n| a | `A_when_b_c` |\n";

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("docs/a.md:1", "See `Shop_when_gone_is_gone`.\n"),
        Sample.Offends("docs/recovery.md:4", ("docs/recovery.md", $"{Table}| d | none |\n"), Tests),
        Sample.Offends(
            "docs/shopify-conformance.md:4", ("docs/shopify-conformance.md", $"{Table}| d | *unknown* |\n"), Tests),
        Sample.Passes(("docs/recovery.md", Table), Tests),
        Sample.Passes("docs/a.md", "The table `webhook_ids` and `JobStore.ClaimAsync`.\n"),
    ];

    private static (string Path, string Text) Tests => ("tests/A.Tests/B.cs", "class B { void A_when_b_c() { } }\n");

    public IEnumerable<Offence> Check(SourceTree tree)
    {
        var tests = tree.CSharpUnder("tests/")
            .SelectMany(file => file.Nodes<MethodDeclarationSyntax>())
            .Select(method => method.Identifier.Text)
            .ToHashSet(StringComparer.Ordinal);
        return tree.Markdown.SelectMany(page => Unknown(page, tests)).Concat(
            tree.Markdown.Where(page => WithTests.Contains(page.Path)).SelectMany(RowsWithoutTest));
    }

    private static IEnumerable<Offence> Unknown(SourceFile page, HashSet<string> tests) =>
        from line in page.Lines.Index()
        from match in TestName().Matches(line.Item)
        let name = match.Groups["name"].Value
        where !tests.Contains(name)
        select page.At(line.Index + 1, $"there is no test {name}");

    private static IEnumerable<Offence> RowsWithoutTest(SourceFile page) =>
        from row in page.Lines.Index()
        where row.Item.StartsWith('|')
        let isHead = page.Lines.ElementAtOrDefault(row.Index + 1)?.StartsWith("|--", StringComparison.Ordinal) == true
        where !isHead && !row.Item.StartsWith("|--", StringComparison.Ordinal) && !TestName().IsMatch(row.Item)
        select page.At(row.Index + 1, "the row names no test");

    // At least three words: Subject_when_condition. Tables and columns begin in lower case.
    [GeneratedRegex(@"`(?=[^`]*[a-z])(\w+\.)?(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestName();
}
