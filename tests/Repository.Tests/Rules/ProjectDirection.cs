using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>Projects refer in one direction, from the composition down to the platform, and never back.</summary>
internal sealed partial class ProjectDirection : IRule
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Shopify"] = [],
        ["Simulator"] = [],
        ["Grains.Abstractions"] = ["Shopify"],
        ["Grains"] = ["Grains.Abstractions", "Shopify"],
        ["Storage"] = ["Grains.Abstractions", "Shopify"],
        ["Frontend"] = ["Grains.Abstractions", "Shopify"],
        ["Silo"] = ["Frontend", "Grains", "Grains.Abstractions", "Shopify", "Simulator", "Storage"],
    };

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Frontend/Frontend.csproj:2", Refers("../Grains/Grains.csproj")),
        Sample.Offends("src/Shopify/Shopify.csproj:2", Refers("../Grains.Abstractions/Grains.Abstractions.csproj")),
        Sample.Offends("src/Silo/Silo.csproj:2", Refers("../../tests/Testing/Testing.csproj")),
        Sample.Offends("src/Unheard/Unheard.csproj:1", "<Project />"),
        Sample.Offends("src/Grains/A.cs:1", "using Microsoft.AspNetCore.Http;\n"),
        Sample.Offends("src/Shopify/A.cs:2", "\nglobal using Orleans.Runtime;\n"),
        Sample.Passes(
            ("src/Silo/Silo.csproj", Refers("../Grains/Grains.csproj")),
            ("src/Frontend/Frontend.csproj", Refers("../Grains.Abstractions/Grains.Abstractions.csproj")),
            ("src/Frontend/A.cs", "using Microsoft.AspNetCore.Http;\nusing Orleans;\n")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        tree.Projects.Where(project => project.IsUnder("src/")).SelectMany(References).Concat(
            tree.CSharpUnder("src/").SelectMany(Usings));

    private static string Refers(string project) =>
        $"<Project>\n<ProjectReference Include=\"{project}\" />\n</Project>";

    private static IEnumerable<Offence> References(SourceFile project)
    {
        var name = Path.GetFileNameWithoutExtension(project.Name);
        if (!Allowed.TryGetValue(name, out var allowed))
            return [project.At(1, $"{name} has no place in the order of projects yet; give it one here")];

        return from reference in XDocument.Parse(project.Text, LoadOptions.SetLineInfo).Descendants("ProjectReference")
               let target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)
               where !allowed.Contains(target)
               select project.At(((System.Xml.IXmlLineInfo)reference).LineNumber, $"{name} may not refer to {target}");
    }

    private static IEnumerable<Offence> Usings(SourceFile file)
    {
        var banned = file.Path.Split('/')[1] switch
        {
            "Grains" or "Grains.Abstractions" => "Microsoft.AspNetCore",
            "Shopify" or "Simulator" => "Orleans",
            _ => null,
        };
        return from line in file.Lines.Index()
               let match = Using().Match(line.Item)
               where banned is not null && match.Success
               where (match.Groups["space"].Value + ".").StartsWith(banned + ".", StringComparison.Ordinal)
               select file.At(line.Index + 1, $"this project does not know {banned}");
    }

    [GeneratedRegex(@"^(global )?using (static )?(?<space>[\w.]+);")]
    private static partial Regex Using();
}
