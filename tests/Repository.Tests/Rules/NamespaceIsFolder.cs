using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>A namespace is the folder below <c>src</c> or <c>tests</c>, after <c>Shopkeeper</c>.</summary>
internal sealed class NamespaceIsFolder : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/Shops/A.cs:1", "namespace Shopkeeper.Grains;\nclass A;\n"),
        Sample.Offends("src/Grains/Shops/A.cs:1", "class A;\n"),
        Sample.Passes(
            ("src/Grains.Abstractions/Shops/A.cs", "namespace Shopkeeper.Grains.Abstractions.Shops;\nclass A;\n"),
            ("src/Silo/Program.cs", "return 0;\n"),
            ("tests/Grains.Tests/Assembly.cs", "[assembly: Something]\n")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharp
        where file.IsUnder("src/") || file.IsUnder("tests/")
        let expected = "Shopkeeper." + string.Join('.', file.Folder.Split('/').Skip(1))
        from offence in Offences(file, expected)
        select offence;

    private static IEnumerable<Offence> Offences(SourceFile file, string expected)
    {
        foreach (var space in file.Syntax.Members.OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (space.Name.ToString() != expected)
                yield return file.At(space, $"the folder says that the namespace is {expected}");
        }

        foreach (var type in file.Syntax.Members.OfType<BaseTypeDeclarationSyntax>())
        {
            if (type.Identifier.Text != "Program")
                yield return file.At(type, $"the type stands outside namespace {expected}");
        }
    }
}
