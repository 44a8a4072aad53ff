using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// A line that fits beside another file: 120 characters. Tables, code and addresses in Markdown, and JSON, may be
/// wider.
/// </summary>
internal sealed class LineLength : IRule
{
    private const int Limit = 120;

    private static readonly string[] Extensions =
        [".cs", ".sql", ".sh", ".graphql", ".css", ".js", ".html", ".csproj", ".props"];

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/Wide.cs:2", "\n// " + new string('x', 118) + "\n"),
        Sample.Offends("src/Storage/wide.sql:1", "-- " + new string('x', 118) + "\n"),
        Sample.Offends("docs/wide.md:1", new string('x', 121)),
        Sample.Passes(
            ("src/Grains/Full.cs", "// " + new string('x', 117) + "\n"),
            ("docs/wide.md", "| " + new string('x', 200) + "\n[a](https://" + new string('x', 200) + ")\n"),
            ("docs/code.md", "```text\n" + new string('x', 200) + "\n```\n"),
            ("a.json", new string('x', 200))),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.Files
        from line in file.IsMarkdown ? Prose(file) : IsChecked(file) ? file.Lines.Index() : []
        where line.Item.Length > Limit
        select file.At(line.Index + 1, $"the line has {line.Item.Length} characters, and {Limit} are the limit");

    private static bool IsChecked(SourceFile file) =>
        file.Path == "test" || Extensions.Contains(Path.GetExtension(file.Path));

    private static IEnumerable<(int Index, string Item)> Prose(SourceFile page) =>
        from line in MarkdownText.Prose(page)
        where !line.Text.StartsWith('|') && !line.Text.Contains("://", StringComparison.Ordinal)
        select (line.Line - 1, line.Text);
}
