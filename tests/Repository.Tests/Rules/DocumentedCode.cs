using System.Text.RegularExpressions;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// A file of C# that a page shows, with its usings or its namespace, is one that is compiled, here or in the tests.
/// </summary>
internal sealed partial class DocumentedCode : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends(
            "docs/a.md:2", ("docs/a.md", "# A\n```csharp\nnamespace A;\n\nclass Gone;\n```\n"),
            ("tests/A/A.cs", "namespace A;\n\nclass Here;\n")),
        Sample.Passes(
            ("docs/a.md", "# A\n```csharp\nnamespace A;\n\nclass Here;\n```\n```csharp\napp.Add();\n```\n"),
            ("tests/A/A.cs", "namespace A;\n\nclass Here;\n")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree)
    {
        var sources = tree.CSharpUnder("src/").Concat(tree.CSharpUnder("tests/")).Select(file => file.Text).ToArray();
        return from page in tree.Markdown.Where(page => page.IsUnder("docs/"))
               from match in Fence().Matches(page.Text)
               where !sources.Any(source => source.Contains(match.Groups["code"].Value, StringComparison.Ordinal))
               let line = page.Text.AsSpan(0, match.Index).Count('\n') + 1
               select page.At(line, "no source has this code: show what is compiled");
    }

    [GeneratedRegex(
        "^```csharp\n(?<code>(namespace|using) .*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
