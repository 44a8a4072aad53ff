using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// A catch block does something visible, or names the one exception it expects and says why nothing is to be done.
/// </summary>
internal sealed class NoSwallowedException : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/A.cs:1", "class A { void M() { try { N(); } catch (IOException) { } } }\n"),
        Sample.Offends("src/Grains/A.cs:2",
            "class A { void M() { try { N(); }\ncatch (Exception) {\n// Whatever it was.\n} } }\n"),
        Sample.Offends("src/Grains/A.cs:1", "class A { void M() { try { N(); } catch { } } }\n"),
        Sample.Passes(
            ("src/Grains/A.cs", "class A { void M() { try { N(); } catch (IOException) {\n// Gone already.\n} } }\n"),
            ("src/Grains/C.cs",
                "class C { void M() { try { N(); } catch (Exception e) when (e is X) {\n// Why.\n} } }\n"),
            ("src/Grains/B.cs", "class B { void M() { try { N(); } catch (Exception e) { log.Failed(e); } } }\n")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharp
        from block in file.Nodes<CatchClauseSyntax>()
        where block.Block.Statements.Count == 0
        let catchesAll = block.Filter is null
            && block.Declaration?.Type.ToString() is null or "Exception" or "System.Exception"
        let explains = block.Block.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        where catchesAll || !explains
        select file.At(block, "the exception is swallowed; act on it, or name its type and say why nothing is done");
}
