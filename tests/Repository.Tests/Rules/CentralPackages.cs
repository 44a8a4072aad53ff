using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>Every package has one exact version, in one place, in order, and every version there has a use.</summary>
internal sealed partial class CentralPackages : IRule
{
    private const string Central = "Directory.Packages.props";

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("Directory.Packages.props:2", Version("Dapper", "2.*"), Uses("Dapper")),
        Sample.Offends("Directory.Packages.props:2", Version("Dapper", "2.1.0")),
        Sample.Offends("src/A/A.csproj:1", Versions(""), Uses("Dapper")),
        Sample.Offends("src/A/A.csproj:1",
            Version("Dapper", "2.1.0"),
            ("src/A/A.csproj", "<Project><PackageReference Include=\"Dapper\" Version=\"2.1.1\" /></Project>")),
        Sample.Offends("Directory.Packages.props:3",
            Versions($"{Element("B", "1.0.0")}\n{Element("A", "1.0.0")}"),
            Uses("A"),
            ("src/B/B.csproj", "<Project><PackageReference Include=\"B\" /></Project>")),
        Sample.Passes(Version("Dapper", "2.1.0-beta.1"), Uses("Dapper")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree)
    {
        if (tree.Find(Central) is not { } central)
            return [];

        var versions = Elements(central, "PackageVersion").ToList();
        var uses = tree.Projects.Concat(tree.Files.Where(file => file.Name == "Directory.Build.props"))
            .SelectMany(file => Elements(file, "PackageReference").Select(element => (file, element)))
            .ToList();
        return Inexact(central, versions)
            .Concat(Unused(central, versions, [.. uses.Select(use => NameOf(use.element))]))
            .Concat(Unordered(central, versions))
            .Concat(Misplaced(uses, [.. versions.Select(NameOf)]));
    }

    private static (string Path, string Text) Versions(string element) =>
        (Central, $"<Project><ItemGroup>\n{element}\n</ItemGroup></Project>");

    private static (string Path, string Text) Version(string package, string version) =>
        Versions(Element(package, version));

    private static string Element(string package, string version) =>
        $"<PackageVersion Include=\"{package}\" Version=\"{version}\" />";

    private static (string Path, string Text) Uses(string package) =>
        ("src/A/A.csproj", $"<Project><PackageReference Include=\"{package}\" /></Project>");

    private static IEnumerable<Offence> Inexact(SourceFile central, IEnumerable<XElement> versions) =>
        from version in versions
        where !Exact().IsMatch(version.Attribute("Version")?.Value ?? "")
        select central.At(LineOf(version), $"{NameOf(version)} has no exact version");

    // Those labelled transitive are pinned for what other packages need, and have no reference of their own.
    private static IEnumerable<Offence> Unused(
        SourceFile central, IEnumerable<XElement> versions, HashSet<string> used) =>
        from version in versions
        where version.Parent?.Attribute("Label")?.Value.StartsWith("Transitive", StringComparison.Ordinal) != true
        where !used.Contains(NameOf(version))
        select central.At(LineOf(version), $"no project refers to {NameOf(version)}");

    private static IEnumerable<Offence> Unordered(SourceFile central, List<XElement> versions) =>
        from pair in versions.Zip(versions.Skip(1))
        where pair.First.Parent == pair.Second.Parent
        where string.Compare(NameOf(pair.First), NameOf(pair.Second), StringComparison.OrdinalIgnoreCase) >= 0
        select central.At(LineOf(pair.Second), $"{NameOf(pair.Second)} is out of order, or there twice");

    private static IEnumerable<Offence> Misplaced(
        IEnumerable<(SourceFile File, XElement Element)> uses, HashSet<string> versions) =>
        from use in uses
        where use.Element.Attribute("Version") is not null || !versions.Contains(NameOf(use.Element))
        select use.File.At(LineOf(use.Element), $"the version of {NameOf(use.Element)} belongs into {Central}");

    private static IEnumerable<XElement> Elements(SourceFile file, string name) =>
        XDocument.Parse(file.Text, LoadOptions.SetLineInfo).Descendants(name);

    private static string NameOf(XElement element) => element.Attribute("Include")?.Value ?? "";

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;

    [GeneratedRegex(@"\A\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?\z")]
    private static partial Regex Exact();
}
