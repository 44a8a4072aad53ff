using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>Links inside the repository lead somewhere, and every page of <c>docs</c> is led to.</summary>
internal sealed class MarkdownLinks : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("README.md:2", "# R\n[gone](docs/gone.md)\n"),
        Sample.Offends("docs/a.md:1", ("README.md", "[a](docs/a.md)\n"), ("docs/a.md", "[up](b.md)\n"), ("b.md", "")),
        Sample.Offends("README.md:1", ("README.md", "[a](docs/a.md#nowhere)\n"), ("docs/a.md", "# A\n## A part\n")),
        Sample.Offends("docs/a.md:1", ("README.md", "# R\n"), ("docs/a.md", "# Nobody links here\n")),
        Sample.Passes(
            ("README.md", "[a](docs/a.md) [b](./docs/a.md#a-part-of-it) [c](src) `[e](f.md)`\n"),
            ("docs/a.md", "# A\n## A `part` of it\n[up](../README.md) [here](#a)\n"),
            ("src/a.cs", "")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        tree.Markdown.SelectMany(page => Broken(tree, page)).Concat(Lost(tree));

    private static IEnumerable<Offence> Broken(SourceTree tree, SourceFile page) =>
        from link in MarkdownText.FileLinks(page)
        let why = Problem(tree, link.Path, link.Anchor)
        where why is not null
        select page.At(link.Line, why);

    private static string? Problem(SourceTree tree, string path, string? anchor)
    {
        var folder = path.TrimEnd('/') + "/";
        if (!tree.Paths.Contains(path) && !tree.Paths.Any(other => other.StartsWith(folder, StringComparison.Ordinal)))
            return $"there is no {path}";

        var page = tree.Markdown.FirstOrDefault(file => file.Path == path);
        return anchor is null || page is null || MarkdownText.Anchors(page).Contains(anchor)
            ? null
            : $"{path} has no heading #{anchor}";
    }

    private static IEnumerable<Offence> Lost(SourceTree tree)
    {
        var linked = tree.Markdown
            .SelectMany(page => MarkdownText.FileLinks(page).Select(link => link.Path).Where(path => path != page.Path))
            .ToHashSet(StringComparer.Ordinal);
        return tree.Markdown.Where(page => page.IsUnder("docs/") && !linked.Contains(page.Path))
            .Select(page => page.At(1, "no other page links to this one"));
    }
}
