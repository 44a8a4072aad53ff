using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>A method that fits on a screen: 50 lines from its signature to its end.</summary>
internal sealed class MethodSize : IRule
{
    private const int Limit = 50;

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/Long.cs:3", Method(51)),
        Sample.Passes(("src/Grains/Full.cs", Method(50))),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharp
        from node in file.Nodes<SyntaxNode>()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        let span = node.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > Limit
        select file.At(node, $"the method has {lines} lines, and {Limit} are the limit; name its parts");

    private static string Method(int lines) =>
        "class C\n{\nvoid M()\n{\n" + string.Concat(Enumerable.Repeat("N();\n", lines - 3)) + "}\n}\n";
}
