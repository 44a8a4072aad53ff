using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Shopkeeper.Repository.Tests.Source;

/// <summary>A text file of the repository, with its path from the root, in forward slashes.</summary>
internal sealed class SourceFile
{
    private readonly Lazy<CompilationUnitSyntax> _syntax;

    public SourceFile(string path, string text)
    {
        (Path, Text, Lines) = (path, text, text.Split('\n'));
        _syntax = new(() => SyntaxFactory.ParseCompilationUnit(
            text, options: new CSharpParseOptions(LanguageVersion.Preview)));
    }

    public string Path { get; }

    public string Text { get; }

    public IReadOnlyList<string> Lines { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsMarkdown => Path.EndsWith(".md", StringComparison.Ordinal);

    /// <summary>The parsed file; parsed once, when first asked for.</summary>
    public CompilationUnitSyntax Syntax => _syntax.Value;

    public bool IsUnder(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);

    public IEnumerable<T> Nodes<T>()
        where T : SyntaxNode => Syntax.DescendantNodes().OfType<T>();

    public Offence At(int line, string why) => new(Path, line, why);

    public Offence At(SyntaxNode node, string why) =>
        At(node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, why);

    public Offence At(SyntaxToken token, string why) =>
        At(token.GetLocation().GetLineSpan().StartLinePosition.Line + 1, why);

    public Offence At(SyntaxTrivia trivia, string why) =>
        At(trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1, why);
}
