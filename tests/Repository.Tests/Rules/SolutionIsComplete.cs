using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>Every project is in the solution: what is not would be built and tested by nobody.</summary>
internal sealed class SolutionIsComplete : IRule
{
    private const string Solution = "Actors.sln";

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Silo/Silo.csproj:1", (Solution, ""), ("src/Silo/Silo.csproj", "<Project />")),
        Sample.Passes((Solution, "\"src\\Silo\\Silo.csproj\""), ("src/Silo/Silo.csproj", "<Project />")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from project in tree.Projects
        where tree.Find(Solution)?.Text.Contains(project.Path.Replace('/', '\\'), StringComparison.Ordinal) == false
        select project.At(1, $"the project is missing in {Solution}");
}
