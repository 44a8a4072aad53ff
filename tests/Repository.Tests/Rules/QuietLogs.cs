using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// Logs are written by <c>[LoggerMessage]</c> methods in <c>*.Log.cs</c>, where they can be read at a glance, and name
/// the installation or nothing: no shop, no person, no secret.
/// </summary>
internal sealed partial class QuietLogs : IRule
{
    private static readonly string[] TypesBanned =
        ["ShopDomain", "AccessToken", "SessionToken", "Grant", "HttpRequest"];

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/A.cs:1", "class A { void M() => logger.LogInformation(\"Ended\"); }\n"),
        Sample.Offends("src/Grains/A.Log.cs:1", Message("Ended {ShopDomain}")),
        Sample.Offends("src/Grains/A.Log.cs:1", Message("User {email:l}")),
        Sample.Offends("src/Grains/A.Log.cs:1", "class A { [LoggerMessage(1, X, \"Ended\")] void M(ShopDomain d); }\n"),
        Sample.Offends("src/Grains/A.cs:1", "class A { [LoggerMessage(1, X, \"Ended\")] void M(); }\n"),
        Sample.Passes("src/Grains/A.Log.cs",
            "class A { [LoggerMessage(1, X, \"{InstallationId}: {StatusCode}\")] void M(InstallationId id); }\n"),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        tree.CSharpUnder("src/").SelectMany(file => Calls(file).Concat(Messages(file)));

    private static string Message(string text) =>
        $"class A {{ [LoggerMessage(1, X, \"{text}\")] void M(string s); }}\n";

    private static IEnumerable<Offence> Calls(SourceFile file) =>
        from call in file.Nodes<MemberAccessExpressionSyntax>()
        where LogCall().IsMatch(call.Name.Identifier.Text)
        select file.At(call.Name.Identifier, "log through a [LoggerMessage] method in a *.Log.cs file");

    private static IEnumerable<Offence> Messages(SourceFile file) =>
        from method in file.Nodes<MethodDeclarationSyntax>()
        let attribute = method.AttributeLists.SelectMany(list => list.Attributes)
            .FirstOrDefault(one => one.Name.ToString() == "LoggerMessage")
        where attribute is not null
        let why = Leak(attribute.ToString()) ?? LeakingParameter(method)
            ?? (file.Path.EndsWith(".Log.cs", StringComparison.Ordinal) ? null : "the method belongs into a *.Log.cs")
        where why is not null
        select file.At(method, why);

    private static string? Leak(string attribute) =>
        Placeholder().Match(attribute) is { Success: true } match
            ? $"the log names {match.Value}; a log names the installation or nothing"
            : null;

    private static string? LeakingParameter(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters
            .Select(parameter => parameter.Type?.ToString().TrimEnd('?'))
            .FirstOrDefault(type => type is not null && TypesBanned.Contains(type)) is { } leak
            ? $"the log takes a {leak}; a log names the installation or nothing"
            : null;

    [GeneratedRegex(@"\ALog(Trace|Debug|Information|Warning|Error|Critical)\z")]
    private static partial Regex LogCall();

    [GeneratedRegex(
        @"\{@?(shop|shopdomain|shopid|domain|\w*token|e?mail|user|userid|code|state|payload|body|\w*secret|hmac"
        + @"|signature|cookie|query|authorization)\b[^}]*\}",
        RegexOptions.IgnoreCase)]
    private static partial Regex Placeholder();
}
