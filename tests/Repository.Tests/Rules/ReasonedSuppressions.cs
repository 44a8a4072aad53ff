using System.Text.RegularExpressions;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>A silenced warning says why it is wrong here.</summary>
internal sealed partial class ReasonedSuppressions : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/A.cs:2", "\n#pragma warning disable CA2100\n"),
        Sample.Offends("src/Grains/A.cs:1", "[SuppressMessage(\"Usage\", \"CA2201\")] class A;\n"),
        Sample.Passes(("src/Grains/A.cs",
            "#pragma warning disable CA2100 // The text comes from a file of ours.\n#pragma warning restore CA2100\n"
            + "[SuppressMessage(\"Usage\", \"CA2201\",\n    Justification = \"Made up for the test.\")] class A;\n")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharp
        where !file.IsUnder("tests/Repository.Tests/Rules/")
        from suppression in Silenced().Matches(file.Text)
        where !Reason().IsMatch(suppression.Value)
        let line = file.Text.AsSpan(0, suppression.Index).Count('\n') + 1
        select file.At(line, "the warning is silenced without a reason");

    [GeneratedRegex(@"^#pragma warning disable[^\n]*|\[(\w+: )?SuppressMessage\([^\]]*", RegexOptions.Multiline)]
    private static partial Regex Silenced();

    [GeneratedRegex(@"//\s*\w+|Justification\s*=")]
    private static partial Regex Reason();
}
