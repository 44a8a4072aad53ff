using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>A page has one title, and it comes first.</summary>
internal sealed class MarkdownTitles : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("docs/a.md:1", "## Almost a title\n"),
        Sample.Offends("docs/a.md:3", "# Title\n\n# Another\n"),
        Sample.Passes("docs/a.md", "# Title\n\n```sh\n# a comment\n```\n"),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) => tree.Markdown.SelectMany(Titles);

    private static IEnumerable<Offence> Titles(SourceFile page)
    {
        if (!page.Text.StartsWith("# ", StringComparison.Ordinal))
            yield return page.At(1, "a page begins with its title, '# …'");
        foreach (var (line, text) in MarkdownText.Prose(page).Skip(1))
        {
            if (text.StartsWith("# ", StringComparison.Ordinal))
                yield return page.At(line, "a page has one title");
        }
    }
}
