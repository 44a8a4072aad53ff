using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// SQL stands in <c>.sql</c> files, where both dialects can be read side by side. A connection's pragmas are settings.
/// </summary>
internal sealed partial class SqlInFiles : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Storage/A.cs:2", "class A {\nstring s = \"select id from shops\"; }\n"),
        Sample.Offends("src/Storage/A.cs:1", "class A { string s = $\"DELETE FROM {table}\"; }\n"),
        Sample.Offends("src/Storage/A.cs:1", "class A { string s = \"create index a on b(c)\"; }\n"),
        Sample.Offends("src/Storage/A.cs:1", "class A { string s = \"\"\"\n  insert into a\n  \"\"\"; }\n"),
        Sample.Passes(
            ("src/Storage/A.cs", "class A { string s = \"Select a shop from the list\"; string t = \"updated\"; }\n"),
            ("tests/Storage.Tests/A.cs", "class A { string s = \"select id from shops\"; }\n")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharpUnder("src/")
        from node in file.Nodes<ExpressionSyntax>()
        let text = TextOf(node)
        where text is not null && Sql().IsMatch(text)
        select file.At(node, "SQL belongs into a .sql file");

    private static string? TextOf(ExpressionSyntax node) => node switch
    {
        LiteralExpressionSyntax text when text.IsKind(SyntaxKind.StringLiteralExpression) => text.Token.ValueText,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(part => part.ToString())),
        _ => null,
    };

    [GeneratedRegex(
        @"\A\s*(select\s+(?!an?\b|the\b)[^.]+?\sfrom\s|select\s+([1*]|count|exists|pg_|last_insert)"
        + @"|insert\s+(or\s+\w+\s+)?into\s|update\s+\S+\s+set\s|delete\s+from\s"
        + @"|(create|drop|alter)\s+(unique\s+|temp\s+)?(table|index|view|database|trigger)\s"
        + @"|with\s+\w+\s+as\s*\(|begin\s+(immediate|transaction)|savepoint\s|vacuum\b|set\s+local\s)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sql();
}
