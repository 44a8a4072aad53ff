using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// What travels between silos or rests in storage has a name of its own, so that a renamed type still reads old data.
/// </summary>
internal sealed class UniqueAliases : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/A.cs:1", "[GenerateSerializer] record A;\n"),
        Sample.Offends("src/Grains/A.cs:1", "interface IA : IGrainWithStringKey { }\n"),
        Sample.Offends("src/Grains/A.cs:2", "[Alias(\"a\")] interface IA : IGrainWithStringKey {\nTask NAsync(); }\n"),
        Sample.Offends("src/Grains/A.cs:3",
            "[Alias(\"a\")] interface IA : IGrainObserver {\n[Alias(\"N\")] Task N();\n[Alias(\"N\")] Task M(); }\n"),
        Sample.Offends("src/Grains/A.cs:2",
            "[GenerateSerializer, Alias(\"a\")] record A;\n[GenerateSerializer, Alias(\"a\")] record B;\n"),
        Sample.Offends("src/Grains/B.cs:1",
            ("src/Grains/Aliases.cs", "class Aliases { const string A = \"a\"; }\n"),
            ("src/Grains/A.cs", "[GenerateSerializer, Alias(Aliases.A)] record A;\n"),
            ("src/Grains/B.cs", "[GenerateSerializer, Alias(\"a\")] record B;\n")),
        Sample.Offends("src/Grains/Aliases.cs:1", "class Aliases { const string Gone = \"gone\"; }\n"),
        Sample.Passes("src/Grains/A.cs",
            "[Alias(\"a\")] interface IA : IGrainWithStringKey { [Alias(\"N\")] Task N(); }\n"
            + "[GenerateSerializer, Alias(\"b\")] record B;\ninterface IPlain { Task M(); }\n"),
    ];

    public IEnumerable<Offence> Check(SourceTree tree)
    {
        var files = tree.CSharpUnder("src/").ToList();
        var constants = Constants(files).ToDictionary(constant => constant.Use, StringComparer.Ordinal);
        var types = files.SelectMany(file => TypesOnTheWire(file).Select(type => (file, type))).ToList();
        var named = types.Select(entry => (entry.file, entry.type, name: AliasOf(entry.type, constants))).ToList();

        return named.Where(entry => entry.name is null)
            .Select(entry => entry.file.At(entry.type.Identifier, $"{entry.type.Identifier.Text} has no [Alias]"))
            .Concat(Repeated(named))
            .Concat(types.SelectMany(entry => Methods(entry.file, entry.type, constants)))
            .Concat(Unused(files, constants.Values));
    }

    private static IEnumerable<Offence> Repeated(
        IEnumerable<(SourceFile File, BaseTypeDeclarationSyntax Type, string? Name)> named) =>
        from alias in named
        where alias.Name is not null
        group alias by alias.Name into same
        from again in same.DistinctBy(entry => entry.Type.Identifier.Text).Skip(1)
        select again.File.At(again.Type.Identifier, $"the alias '{same.Key}' names another type already");

    private static IEnumerable<Offence> Methods(
        SourceFile file, BaseTypeDeclarationSyntax type, Dictionary<string, Constant> constants)
    {
        if (type is not InterfaceDeclarationSyntax contract)
            yield break;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in contract.Members.OfType<MethodDeclarationSyntax>())
        {
            var name = AliasOf(method, constants);
            if (name is null)
                yield return file.At(method.Identifier, $"{method.Identifier.Text} has no [Alias]");
            else if (!seen.Add(name))
                yield return file.At(method.Identifier, $"the alias '{name}' names another method of this interface");
        }
    }

    private static IEnumerable<Offence> Unused(List<SourceFile> files, IEnumerable<Constant> constants)
    {
        var used = files.SelectMany(file => file.Nodes<AttributeSyntax>())
            .Where(attribute => attribute.Name.ToString() == "Alias")
            .Select(attribute => attribute.ArgumentList?.Arguments[0].ToString())
            .ToHashSet(StringComparer.Ordinal);
        return constants.Where(constant => !used.Contains(constant.Use))
            .Select(constant => constant.File.At(constant.Node, $"{constant.Use} names nothing"));
    }

    private static IEnumerable<BaseTypeDeclarationSyntax> TypesOnTheWire(SourceFile file) =>
        from type in file.Nodes<BaseTypeDeclarationSyntax>()
        let bases = type.BaseList?.Types.Select(one => one.ToString()) ?? []
        where type.AttributeLists.SelectMany(list => list.Attributes)
                .Any(attribute => attribute.Name.ToString() == "GenerateSerializer")
            || (type is InterfaceDeclarationSyntax && bases.Any(one =>
                one.StartsWith("IGrainWith", StringComparison.Ordinal) || one is "IGrainObserver" or "IGrain"))
        select type;

    private static string? AliasOf(MemberDeclarationSyntax member, Dictionary<string, Constant> constants)
    {
        var argument = member.AttributeLists.SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => attribute.Name.ToString() == "Alias")?
            .ArgumentList?.Arguments[0].Expression;
        return argument switch
        {
            null => null,
            LiteralExpressionSyntax literal => literal.Token.ValueText,
            _ => constants.TryGetValue(argument.ToString(), out var constant) ? constant.Value : argument.ToString(),
        };
    }

    private static IEnumerable<Constant> Constants(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Name == "Aliases.cs"
        from field in file.Nodes<FieldDeclarationSyntax>()
        from variable in field.Declaration.Variables
        where variable.Initializer?.Value is LiteralExpressionSyntax
        let value = ((LiteralExpressionSyntax)variable.Initializer!.Value).Token.ValueText
        select new Constant($"Aliases.{variable.Identifier.Text}", value, file, variable);

    private sealed record Constant(string Use, string Value, SourceFile File, SyntaxNode Node);
}
