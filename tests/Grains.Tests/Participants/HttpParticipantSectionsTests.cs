using Microsoft.Extensions.Configuration;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants.Http;

namespace Shopkeeper.Grains.Tests.Participants;

/// <summary>Mistakes in the configuration of participants are told by key, with rule and remedy.</summary>
public sealed class HttpParticipantSectionsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Participant_with_its_settings_is_read_under_its_name_in_lower_case()
    {
        var participants = HttpParticipantSections.Read(
            Settings(("Search-Index:Url", "https://search.example.com/erasure/"), ("search-index:Secret", Secret),
                ("search-index:KeyedBy", "Shop"), ("search-index:Timeout", "00:00:02"), ("Files:Root", "/srv/files"),
                ("search-index:Customers", "True"), ("search-index:MaximumExportBytes", "2097152")),
            out var mistakes);

        Assert.Empty(mistakes);
        var (name, options) = Assert.Single(participants);
        Assert.Equal("search-index", name);
        Assert.Equal("https://search.example.com/erasure", options.Url);
        Assert.Equal((KeyedBy.Shop, TimeSpan.FromSeconds(2)), (options.KeyedBy, options.Timeout));
        Assert.Equal((true, 2_097_152), (options.Customers, options.MaximumExportBytes));
    }

    [Theory]
    [InlineData("search:Url", "http://search.example.com")]
    [InlineData("search:Url", "ftp://127.0.0.1")]
    [InlineData("search:Url", "https://user@search.example.com")]
    [InlineData("search:Url", "https://search.example.com?key=1")]
    [InlineData("search:Url", "search.example.com")]
    [InlineData("search:Secret", "whsec_c2hvcnQ=")]
    [InlineData("search:Secret", "plain")]
    [InlineData("search:PreviousSecret", "plain")]
    [InlineData("search:KeyedBy", "user")]
    [InlineData("search:Timeout", "00:00:30")]
    [InlineData("search:Timeout", "soon")]
    [InlineData("search:MaximumAnswerBytes", "12")]
    [InlineData("search:PollAfter", "02:00:00")]
    [InlineData("search:Customers", "perhaps")]
    [InlineData("search:MaximumExportBytes", "67108864")]
    [InlineData("search:InsideShop", "true")]
    [InlineData("search:Ulr", "https://search.example.com")]
    public void Setting_that_breaks_a_rule_is_told_by_its_key_and_never_by_its_value(string key, string value)
    {
        HttpParticipantSections.Read(
            Settings(("search:Url", "https://search.example.com"), ("search:Secret", Secret), (key, value)),
            out var mistakes);

        var mistake = Assert.Single(mistakes);
        Assert.StartsWith($"Participants:{key} ", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(value + " ", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Files:Url")]
    [InlineData("files:secret")]
    public void Name_of_the_folder_participant_is_not_for_one_over_http(string key)
    {
        var participants = HttpParticipantSections.Read(Settings((key, "anything")), out var mistakes);

        Assert.Empty(participants);
        Assert.Contains("folder participant", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Participant_without_address_and_secret_or_with_a_name_that_is_none_is_refused()
    {
        HttpParticipantSections.Read(Settings(("my_search:Url", "https://a.example"), ("mail:Timeout", "00:00:01")),
            out var mistakes);

        Assert.Equal(3, mistakes.Count);
        Assert.Contains(mistakes, mistake => mistake.StartsWith("Participants:my_search ", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.StartsWith("Participants:mail:Url ", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.StartsWith("Participants:mail:Secret ", StringComparison.Ordinal));
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings) all["Participants:" + key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(all).Build();
    }
}
