using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>No code in comments: the history keeps what was removed.</summary>
internal sealed class CommentedOutCode : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/A.cs:2", "\n// var x = Compute(1);\nclass A;\n"),
        Sample.Offends("src/Grains/A.cs:1", "// return await store.ReadAsync(id);\nclass A;\n"),
        Sample.Offends("src/Grains/A.cs:1", "// await grain.EndAsync();\nclass A;\n"),
        Sample.Passes("src/Grains/A.cs", "// The row goes first; then the key, nobody has;\n// see above.\nclass A;\n"),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharp
        from trivia in file.Syntax.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && IsStatement(trivia.ToString().TrimStart('/').Trim())
        select file.At(trivia, "this comment is code; delete it");

    /// <summary>
    /// Prose that ends in a semicolon does not parse; a bare name or a declaration of two words does and is prose.
    /// </summary>
    private static bool IsStatement(string text) =>
        text.EndsWith(';')
        && text.AsSpan().IndexOfAny("(=.") >= 0
        && SyntaxFactory.ParseStatement(text) is { ContainsDiagnostics: false } statement
        && statement.FullSpan.Length == text.Length
        && statement is not EmptyStatementSyntax;
}
