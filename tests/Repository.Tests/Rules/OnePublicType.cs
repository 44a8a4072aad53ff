using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// One public type per file, and the file is named for a type in it: a name in the code is a file to open.
/// </summary>
internal sealed class OnePublicType : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/A.cs:2", "public class A;\npublic enum B { None }\n"),
        Sample.Offends("src/Grains/B.cs:1", "public class A;\n"),
        Sample.Passes(
            ("src/Grains/A.cs", "public class A { public class Nested; }\ninternal class B;\n"),
            ("src/Grains/A.Log.cs", "public partial class A;\n"),
            ("src/Grains/AOf.cs", "public class A<T>;\n"),
            ("src/Silo/Program.cs", "return 0;\n")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharp
        from offence in Offences(file, [.. Types(file)])
        select offence;

    private static IEnumerable<Offence> Offences(
        SourceFile file, List<(string Name, MemberDeclarationSyntax Node)> types)
    {
        var visible = types.Where(type => type.Node.Modifiers.Any(SyntaxKind.PublicKeyword)).ToList();
        if (visible.Count > 0 && !types.SelectMany(NamesFor).Contains(file.Name.Split('.')[0]))
            yield return file.At(visible[0].Node, $"the file is not named for '{visible[0].Name}'");
        foreach (var (name, node) in visible.Skip(1))
            yield return file.At(node, $"'{name}' is a second public type; give it a file");
    }

    // A generic type whose sister has no parameter stands in AdminOutcomeOf.cs beside AdminOutcome.cs.
    private static string[] NamesFor((string Name, MemberDeclarationSyntax Node) type) =>
        type.Node is TypeDeclarationSyntax { TypeParameterList: not null }
            ? [type.Name, type.Name + "Of"]
            : [type.Name];

    private static IEnumerable<(string Name, MemberDeclarationSyntax Node)> Types(SourceFile file) =>
        from member in file.Syntax.Members.Concat(
            file.Syntax.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(space => space.Members))
        let name = member switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            _ => null,
        }
        where name is not null
        select (name, member);
}
