using System.Text.RegularExpressions;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>Nothing half done, no regions, no numbers of tickets that a reader cannot look up.</summary>
internal sealed partial class LeftOvers : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/A.cs:2", "\n// TODO: the rest\n"),
        Sample.Offends("src/Storage/a.sql:1", "-- FIXME later\n"),
        Sample.Offends("src/Grains/A.cs:1", "throw new NotImplementedException();\n"),
        Sample.Offends("src/Grains/A.cs:1", "#region Private parts\n"),
        Sample.Offends("src/Grains/A.cs:1", "// As ticket 17 asks.\n"),
        Sample.Passes("src/Grains/A.cs", "// The hackathon's todos are regional; the issue stays.\n"),
    ];

    // This project's own rules have to spell the words.
    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.Files
        where !file.IsUnder("tests/Repository.Tests/Rules/")
        from line in file.Lines.Index()
        let word = Words().Match(line.Item)
        where word.Success
        select file.At(line.Index + 1, $"'{word.Value.Trim()}' is left over; finish it or take it out");

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|\bNotImplementedException\b|^\s*#region\b|\b(issue|ticket) #?\d+\b")]
    private static partial Regex Words();
}
