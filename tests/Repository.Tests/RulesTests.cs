using System.Reflection;
using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests;

public sealed class RulesTests
{
    private static readonly Dictionary<string, IRule> Rules = Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IRule)) && type.IsClass)
        .ToDictionary(type => type.Name, type => (IRule)Activator.CreateInstance(type)!);

    public static TheoryData<string> RuleNames => [.. Rules.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Repository_when_checked_keeps_the_rule(string rule)
    {
        var offences = Rules[rule].Check(SourceTree.Repository).Select(offence => offence.ToString()).ToList();

        Assert.True(offences.Count == 0, $"{offences.Count} offences:\n{string.Join('\n', offences)}");
    }

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Rule_when_an_offence_is_planted_reports_its_place_and_nothing_else(string rule)
    {
        var planted = Rules[rule].Samples.Where(sample => sample.Place is not null).ToList();

        Assert.NotEmpty(planted);
        Assert.All(planted, sample =>
            Assert.Equal([sample.Place!], Rules[rule].Check(sample.Tree).Select(offence => offence.Place)));
    }

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Rule_when_the_source_is_right_reports_nothing(string rule)
    {
        var right = Rules[rule].Samples.Where(sample => sample.Place is null).ToList();

        Assert.NotEmpty(right);
        Assert.All(right, sample => Assert.Empty(Rules[rule].Check(sample.Tree)));
    }

    [Fact]
    public void Source_tree_when_loaded_holds_the_repository_without_build_output()
    {
        var paths = SourceTree.Repository.Paths;

        Assert.Contains("Actors.sln", paths);
        Assert.Contains("tests/Repository.Tests/RulesTests.cs", paths);
        Assert.DoesNotContain(paths, path => path.Contains("/obj/", StringComparison.Ordinal));
    }
}
