using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>No thread waits for a task, and no exception of a task goes nowhere.</summary>
internal sealed partial class AsyncHabits : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/A.cs:1", "class A { async void M() => await N(); }\n"),
        Sample.Offends("src/Grains/A.cs:1", "class A { int M() => NAsync().Result; }\n"),
        Sample.Offends("src/Grains/A.cs:1", "class A { void M() => NAsync(1).Wait(); }\n"),
        Sample.Offends("src/Grains/A.cs:1", "class A { int M() => NAsync().GetAwaiter().GetResult(); }\n"),
        Sample.Passes("src/Grains/A.cs", "class A { object M() => row.Result; async Task N() => await O(); }\n"),
        Sample.Passes("src/Grains/B.cs", "class B { void Loop() => _waiting.Wait(); }\n"),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        tree.CSharp.SelectMany(file => VoidMethods(file).Concat(Waits(file)));

    private static IEnumerable<Offence> VoidMethods(SourceFile file) =>
        from method in file.Nodes<MethodDeclarationSyntax>()
        where method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() == "void"
        select file.At(method, "async void: nobody can await it or see it fail");

    private static IEnumerable<Offence> Waits(SourceFile file) =>
        from access in file.Nodes<MemberAccessExpressionSyntax>()
        let member = access.Name.Identifier.Text
        where member is "Result" or "Wait" or "GetResult" && IsTask(access, member)
        select file.At(access.Name.Identifier, $".{member} blocks a thread; await it");

    private static bool IsTask(MemberAccessExpressionSyntax access, string member) => member switch
    {
        "GetResult" => access.Expression.ToString().EndsWith("GetAwaiter()", StringComparison.Ordinal),
        _ => TaskName().IsMatch(access.Expression.ToString()),
    };

    // Without types at hand the name has to tell: a call of an Async method, or a variable named for its task.
    [GeneratedRegex(@"(Async\([^()]*\)|[tT]ask|\bcompletion\.Task)$")]
    private static partial Regex TaskName();
}
