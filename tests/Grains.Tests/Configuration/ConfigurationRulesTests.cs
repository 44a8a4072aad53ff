using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Configuration;

namespace Shopkeeper.Grains.Tests.Configuration;

public sealed class ConfigurationRulesTests
{
    private static readonly ConfigurationDocument Current = new() { Json = """{"a":1}""", Version = 3 };

    [Theory]
    [InlineData(null)]
    [InlineData(3L)]
    public void Document_when_the_version_is_the_current_one_or_any_takes_its_place(long? version)
    {
        var next = ConfigurationRules.Replace(Current, new PutConfiguration { Json = "{}", IfVersion = version });

        Assert.Equal(new ConfigurationDocument { Json = "{}", Version = 4 }, next);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(2L)]
    [InlineData(4L)]
    public void Document_when_the_version_is_another_is_not_taken(long version)
    {
        Assert.Null(ConfigurationRules.Replace(Current, new PutConfiguration { Json = "{}", IfVersion = version }));
    }

    [Fact]
    public void Document_when_its_own_command_comes_again_is_replaced_already()
    {
        var command = new PutConfiguration { Json = """{"b":2}""", IfVersion = 3 };
        var next = ConfigurationRules.Replace(Current, command)!;

        Assert.True(ConfigurationRules.IsReplaced(next, command));
        Assert.False(ConfigurationRules.IsReplaced(Current, command));
        Assert.False(ConfigurationRules.IsReplaced(next, command with { Json = "{}" }));
        Assert.False(ConfigurationRules.IsReplaced(next, command with { IfVersion = 2 }));
        Assert.False(ConfigurationRules.IsReplaced(next with { Version = 5 }, command));
        Assert.False(ConfigurationRules.IsReplaced(next, command with { IfVersion = null }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}{}")]
    public void Document_when_it_is_no_json_object_is_an_error(string json)
    {
        Assert.Throws<ArgumentException>(() =>
            ConfigurationRules.Replace(Current, new PutConfiguration { Json = json }));
    }

    [Fact]
    public void Document_when_it_is_longer_than_its_limit_in_bytes_is_an_error()
    {
        var longest = $$"""{"a":"{{new string('x', ConfigurationRules.MaximumBytes - 8)}}"}""";
        var umlaut = longest.Replace("xx", "ü", StringComparison.Ordinal);

        Assert.NotNull(ConfigurationRules.Replace(Current, new PutConfiguration { Json = longest }));
        Assert.NotNull(ConfigurationRules.Replace(Current, new PutConfiguration { Json = umlaut }));
        Assert.Throws<ArgumentException>(() =>
            ConfigurationRules.Replace(Current, new PutConfiguration { Json = longest + " " }));
        Assert.Throws<ArgumentException>(() =>
            ConfigurationRules.Replace(Current, new PutConfiguration { Json = umlaut + "ü" }));
    }
}
