using System.Text.RegularExpressions;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// No path of one machine and no host of a private network: the repository stands alone wherever it is cloned.
/// </summary>
internal sealed partial class PublicPlaces : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("docs/a.md:1", "See /work/shared/notes.\n"),
        Sample.Offends("docs/a.md:1", "Run it in /tmp/w-main/src.\n"),
        Sample.Offends("README.md:2", "\n    cd /home/somebody/shopkeeper\n"),
        Sample.Offends("a.json:1", "\"http://10.1.2.3:8080/v3/index.json\"\n"),
        Sample.Offends("a.json:1", "\"https://nuget.corp.internal/v3/index.json\"\n"),
        Sample.Offends("a.json:1", "\"http://mirror/v3/index.json\"\n"),
        Sample.Passes("README.md", "http://127.0.0.1:5080 http://localhost:1/ http://[::1]:80 http://postgres:5432\n"),
        Sample.Passes("README.md", "https://{shop}/admin https://shopify.dev/docs https://my-app.example/\n"),
        Sample.Passes("tests/A.Tests/RefusedAddressesTests.cs", "http://10.0.0.1/\n"),
        Sample.Passes("README.md", "/tmp/x homework/a src/work/a\n"),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.Files
        where !file.IsUnder("tests/Repository.Tests/Rules/")
        from line in file.Lines.Index()
        from why in Reasons(line.Item, isTest: file.IsUnder("tests/"))
        select file.At(line.Index + 1, why);

    private static IEnumerable<string> Reasons(string line, bool isTest) =>
        MachinePath().Matches(line).Select(match => $"'{match.Value}' is a path of one machine")
            .Concat(Url().Matches(line)
                .Where(match => !isTest && Private().IsMatch(match.Groups["host"].Value))
                .Select(match => $"'{match.Groups["host"].Value}' is a host that others cannot reach"));

    [GeneratedRegex(@"(?<![\w.-])(/work/|/tmp/w-|/root/|/home/\w+/|/Users/\w+/)")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"https?://(?<host>[a-z0-9][a-z0-9.-]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(
        @"^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|\.(internal|local|lan|corp)$"
        + @"|^(mirror|proxy|registry|nuget|cache)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Private();
}
