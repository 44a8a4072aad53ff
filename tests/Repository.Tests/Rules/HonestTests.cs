using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>Tests are named as sentences, none is skipped, and none waits for time to pass.</summary>
internal sealed partial class HonestTests : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Offends("[Fact(Skip = \"flaky\")] public void Shop_when_gone_stays_gone() { }"),
        Offends("[Fact] public void Shop_Works() { }"),
        Offends("[Theory] public void ShopIsGone() { }"),
        Offends("[Fact] public void A_when_b_c() { Assert.Skip(\"no database\"); }"),
        Offends("[Fact] public async Task A_when_b_c() { await Task.Delay(Second, TimeProvider.System); }"),
        Offends("[Fact] public async Task A_when_b_c() { await Task.Delay(1000, token); }"),
        Passes("[Fact] public async Task A_when_b_c() { await Task.Delay(Timeout.InfiniteTimeSpan, token); }"),
        Passes("[Fact] public async Task A_when_b_c() { await Task.Delay(Second, clock, token); }"),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        tree.CSharpUnder("tests/").SelectMany(file => Names(file).Concat(Skips(file)).Concat(Sleeps(file)));

    private static Sample Offends(string test) => Sample.Offends("tests/A.Tests/B.cs:1", $"class B {{ {test} }}\n");

    private static Sample Passes(string test) => Sample.Passes("tests/A.Tests/B.cs", $"class B {{ {test} }}\n");

    private static IEnumerable<Offence> Names(SourceFile file) =>
        from method in file.Nodes<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(IsTest)
        where !Sentence().IsMatch(method.Identifier.Text)
        select file.At(method.Identifier, "a test's name is a sentence: Subject_when_condition_outcome");

    private static IEnumerable<Offence> Skips(SourceFile file) =>
        (from attribute in file.Nodes<AttributeSyntax>()
         where IsTest(attribute) && attribute.ToString().Contains("Skip", StringComparison.Ordinal)
         select file.At(attribute, "the test is skipped; mend it or delete it"))
        .Concat(
            from call in file.Nodes<InvocationExpressionSyntax>()
            where call.Expression.ToString() is "Assert.Skip" or "Assert.SkipWhen" or "Assert.SkipUnless"
            select file.At(call, "the test is skipped; mend it or delete it"));

    // Eventually, in the test library, is the one place that waits by the clock.
    private static IEnumerable<Offence> Sleeps(SourceFile file) =>
        from call in file.Nodes<InvocationExpressionSyntax>()
        where !file.IsUnder("tests/Testing/") && IsSleep(call)
        select file.At(call, "the test sleeps; await a condition with Eventually");

    private static bool IsSleep(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        return call.Expression.ToString() switch
        {
            "Thread.Sleep" => true,
            "Task.Delay" => !arguments[0].ToString().Contains("Infinite", StringComparison.Ordinal)
                && (arguments.Count < 2
                    || arguments[1].ToString() is "TimeProvider.System"
                    || Token().IsMatch(arguments[1].ToString())),
            _ => false,
        };
    }

    private static bool IsTest(AttributeSyntax attribute) => attribute.Name.ToString() is "Fact" or "Theory";

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,}\z")]
    private static partial Regex Sentence();

    [GeneratedRegex("([tT]oken|[cC]ancellation)")]
    private static partial Regex Token();
}
