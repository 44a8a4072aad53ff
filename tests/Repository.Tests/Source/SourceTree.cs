using Shopkeeper.Testing;

namespace Shopkeeper.Repository.Tests.Source;

/// <summary>The files that a rule looks at: the repository's own, or a few made up to try the rule.</summary>
internal sealed class SourceTree
{
    private static readonly Lazy<SourceTree> Loaded = new(Load);

    private static readonly HashSet<string> FoldersLeftOut = new(StringComparer.Ordinal)
    {
        ".git", "bin", "obj", "artifacts", "data", "node_modules", ".vs", ".idea", "TestResults",
    };

    private static readonly HashSet<string> TextExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".sql", ".json", ".yml", ".yaml", ".sh", ".graphql",
        ".http", ".css", ".js", ".mjs", ".html", ".txt", ".editorconfig", ".gitignore", ".gitattributes",
        ".dockerignore", "",
    };

    private SourceTree(IReadOnlyList<SourceFile> files, IReadOnlySet<string> paths) => (Files, Paths) = (files, paths);

    /// <summary>The repository on disk, without what builds and tools leave in it.</summary>
    public static SourceTree Repository => Loaded.Value;

    /// <summary>The text files.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>The paths of all files, pictures included.</summary>
    public IReadOnlySet<string> Paths { get; }

    public IEnumerable<SourceFile> CSharp => Files.Where(file => file.IsCSharp);

    public IEnumerable<SourceFile> Markdown => Files.Where(file => file.IsMarkdown);

    public IEnumerable<SourceFile> Projects =>
        Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    public static SourceTree Of(params (string Path, string Text)[] files) => new(
        [.. files.Select(file => new SourceFile(file.Path, file.Text))],
        files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));

    public IEnumerable<SourceFile> CSharpUnder(string folder) => CSharp.Where(file => file.IsUnder(folder));

    public SourceFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    private static SourceTree Load()
    {
        var paths = Walk(new DirectoryInfo(RepositoryRoot.Path))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToList();
        var texts = paths.Where(path => TextExtensions.Contains(Path.GetExtension(path)));
        return new SourceTree(
            [.. texts.Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(RepositoryRoot.Path, path))))],
            paths.ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(file => file.Name != ".git").Select(file => file.FullName).Concat(
            folder.EnumerateDirectories()
                .Where(child => !FoldersLeftOut.Contains(child.Name) && child.LinkTarget is null)
                .SelectMany(Walk));
}
