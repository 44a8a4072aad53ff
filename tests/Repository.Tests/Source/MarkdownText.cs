using System.Text.RegularExpressions;

namespace Shopkeeper.Repository.Tests.Source;

/// <summary>What the rules need of a Markdown page: its headings and links, without those inside code.</summary>
internal static partial class MarkdownText
{
    /// <summary>The lines outside fenced code, with their numbers; code inside a line is blanked.</summary>
    public static IEnumerable<(int Line, string Text)> Prose(SourceFile page)
    {
        var fenced = false;
        foreach (var (index, line) in page.Lines.Index())
        {
            var fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            fenced ^= fence;
            if (!fenced && !fence)
                yield return (index + 1, Code().Replace(line, match => new string('-', match.Length)));
        }
    }

    /// <summary>Where the page's links lead: the target as written, with its line.</summary>
    public static IEnumerable<(int Line, string Target)> Links(SourceFile page) =>
        from line in Prose(page)
        from match in Link().Matches(line.Text)
        select (line.Line, match.Groups["target"].Value);

    /// <summary>
    /// The links to other files of the repository, as paths from its root; the anchor is null where none is.
    /// </summary>
    public static IEnumerable<(int Line, string Path, string? Anchor)> FileLinks(SourceFile page) =>
        from link in Links(page)
        where !link.Target.Contains(':', StringComparison.Ordinal)
        let parts = link.Target.Split('#', 2)
        let path = parts[0].Length == 0 ? page.Path : Resolve(page.Folder, parts[0])
        select (link.Line, path, parts.Length == 2 ? parts[1] : null);

    /// <summary>The names under which GitHub links to the page's headings.</summary>
    public static IEnumerable<string> Anchors(SourceFile page)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, text) in Headings(page))
        {
            var anchor = NotInAnchor().Replace(text.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            var repeated = seen[anchor] = seen.GetValueOrDefault(anchor, -1) + 1;
            yield return repeated == 0 ? anchor : $"{anchor}-{repeated}";
        }
    }

    private static IEnumerable<(int Line, string Text)> Headings(SourceFile page) =>
        from line in Prose(page)
        let match = Heading().Match(line.Text)
        where match.Success
        select (line.Line, page.Lines[line.Line - 1][match.Length..].Replace("`", "", StringComparison.Ordinal));

    private static string Resolve(string folder, string target)
    {
        var root = Path.GetFullPath("/");
        return Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, folder, target))).Replace('\\', '/');
    }

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
