using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>A file that is read in one sitting: 300 lines in src, 400 in tests.</summary>
internal sealed class FileSize : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/Long.cs:301", Text(301)),
        Sample.Offends("tests/Grains.Tests/Long.cs:401", Text(401)),
        Sample.Passes(("src/Grains/Full.cs", Text(300)), ("tests/Grains.Tests/Full.cs", Text(400))),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharp
        let limit = file.IsUnder("tests/") ? 400 : 300
        let lines = file.Text.TrimEnd('\n').Split('\n').Length
        where lines > limit
        select file.At(limit + 1, $"the file has {lines} lines, and {limit} are the limit; split it by idea");

    private static string Text(int lines) => string.Concat(Enumerable.Repeat("// A line.\n", lines));
}
