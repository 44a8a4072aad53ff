using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Participants.Http;

namespace Shopkeeper.Grains.Tests.Participants;

/// <summary>What counts as a participant's answer, and what does not.</summary>
public sealed class ParticipantAnswerReaderTests
{
    private const int Longest = 1024;

    [Fact]
    public async Task Answer_with_items_is_read_and_what_it_says_besides_is_passed_over()
    {
        using var answer = await ReadAsync(
            """{"items":[{"kind":"reports","count":3,"size":"12 MB"},{"kind":"images","count":0}],"note":"fine"}""");

        Assert.Equal(
            [new StoreCount { Store = "reports", Count = 3 }, new StoreCount { Store = "images", Count = 0 }],
            ParticipantAnswerReader.Items(answer.RootElement));
    }

    [Theory]
    [InlineData("""{"remaining":0}""", 0L)]
    [InlineData("""{"remaining":9007199254740991}""", 9_007_199_254_740_991L)]
    [InlineData("""{"remaining":null}""", null)]
    public async Task Answer_with_what_remains_is_read_and_null_says_that_it_cannot_count(string json, long? remaining)
    {
        using var answer = await ReadAsync(json);

        Assert.Equal(remaining, ParticipantAnswerReader.Remaining(answer.RootElement));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"items":null}""")]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[3]}""")]
    [InlineData("""{"items":[{"kind":"reports"}]}""")]
    [InlineData("""{"items":[{"count":1}]}""")]
    [InlineData("""{"items":[{"kind":7,"count":1}]}""")]
    [InlineData("""{"items":[{"kind":"\ud800","count":1}]}""")]
    [InlineData("""{"items":[{"kind":"reports","count":-1}]}""")]
    [InlineData("""{"items":[{"kind":"reports","count":1.0}]}""")]
    [InlineData("""{"items":[{"kind":"reports","count":1e3}]}""")]
    [InlineData("""{"items":[{"kind":"reports","count":"1"}]}""")]
    [InlineData("""{"items":[{"kind":"reports","count":9007199254740992}]}""")]
    [InlineData("""{"items":[{"kind":"reports","count":99999999999999999999}]}""")]
    public async Task Items_of_another_form_are_none(string json)
    {
        using var answer = await ReadAsync(json);

        AssertInvalid(Assert.Throws<ParticipantCallException>(
            () => ParticipantAnswerReader.Items(answer.RootElement)));
    }

    [Fact]
    public async Task Export_is_read_with_its_counts_and_its_data_as_it_is()
    {
        CustomerExport export;
        using (var answer = await ReadAsync("""{"items":[{"kind":"reviews","count":1}],"data":[{"text":"Fine"}]}"""))
            export = ParticipantAnswerReader.Export(answer.RootElement);

        Assert.Equal([new StoreCount { Store = "reviews", Count = 1 }], export.Counts);
        Assert.Equal("""[{"text":"Fine"}]""", export.Data.GetRawText());
        Assert.DoesNotContain("Fine", export.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"items":[{"kind":"reviews","count":-1}],"data":{}}""")]
    [InlineData("[]")]
    public async Task Export_of_another_form_is_none(string json)
    {
        using var answer = await ReadAsync(json);

        AssertInvalid(Assert.Throws<ParticipantCallException>(
            () => ParticipantAnswerReader.Export(answer.RootElement)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"remaining":-1}""")]
    [InlineData("""{"remaining":0.5}""")]
    [InlineData("""{"remaining":false}""")]
    [InlineData("""{"remaining":""}""")]
    public async Task What_remains_of_another_form_is_none(string json)
    {
        using var answer = await ReadAsync(json);

        AssertInvalid(Assert.Throws<ParticipantCallException>(
            () => ParticipantAnswerReader.Remaining(answer.RootElement)));
    }

    [Theory]
    [InlineData("""{"items":[]}""", "text/html")]
    [InlineData("""{"items":[]}""", "text/json")]
    [InlineData("""{"items":[]}""", "application/json; charset=iso-8859-1")]
    [InlineData("""{"items":[]}""", null)]
    [InlineData("""{"items":[]""", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("""{"items":[],"items":[]}""", "application/json")]
    [InlineData("""{"items":[]} and more""", "application/json")]
    public async Task Body_that_is_no_json_or_says_so_is_no_answer(string body, string? type) =>
        AssertInvalid(await Assert.ThrowsAsync<ParticipantCallException>(() => ReadAsync(body, type)));

    [Fact]
    public async Task Body_that_is_as_long_as_may_be_is_read_and_a_longer_one_is_not()
    {
        var body = """{"items":[]}""";
        using var fits = await ReadAsync(body.PadRight(Longest));

        AssertInvalid(await Assert.ThrowsAsync<ParticipantCallException>(() => ReadAsync(body.PadRight(Longest + 1))));
    }

    private static void AssertInvalid(ParticipantCallException refused) =>
        Assert.Equal(ParticipantCodes.AnswerInvalid, refused.Code);

    private static async Task<JsonDocument> ReadAsync(string body, string? type = "application/json; charset=utf-8")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return await ParticipantAnswerReader.ReadAsync(content, Longest, TestContext.Current.CancellationToken);
    }
}
