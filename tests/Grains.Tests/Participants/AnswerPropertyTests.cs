using System.Net.Http.Headers;
using System.Text.Json;
using CsCheck;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Participants.Http;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Grains.Tests.Participants;

/// <summary>What participants answer, and whoever answers in their place.</summary>
public sealed class AnswerPropertyTests
{
    private const int MaximumBytes = 4_096;

    private static readonly Gen<string> Counts = Gen.Select(
        Gen.OneOfConst("\"documents\"", "\"\"", "\"\\ud800\"", "1"), Gen.OneOfConst("0", "3", "-1", "1e3", "\"3\""),
        (kind, count) => $"{{\"kind\":{kind},\"count\":{count}}}");

    private static readonly Gen<byte[]> Bodies = JsonTexts.Bytes(Gen.OneOf(
        JsonTexts.With("items", "kind", "count", "remaining", "data"),
        Gen.Select(Counts.Array[0, 4], JsonTexts.With("a"), (items, data) =>
            $"{{\"items\":[{string.Join(',', items)}],\"remaining\":{items.Length},\"data\":{data}}}")));

    // It counted as a fault of the service's own, and not as an answer that is none.
    [Theory]
    [InlineData("{\"items\":[],\"\\ud800, and more than any name\":1}")]
    [InlineData("{\"items\":[{\"kind\":\"a\",\"count\":1,\"\\ud800, and more than any name\":1}]}")]
    public void Answer_when_a_name_in_it_holds_half_of_an_escaped_character_is_invalid(string body)
    {
        using var document = JsonDocument.Parse(body);
        Assert.Throws<ParticipantCallException>(() => ParticipantAnswerReader.Items(document.RootElement));
    }

    [Fact]
    public Task Answer_whatever_its_bytes_is_read_or_refused_as_invalid_and_nothing_else() =>
        Property.HoldsAsync(
            Bodies, async body =>
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var document = await ReadAsync(content);
                if (document is null) return;
                Assert.True(body.Length <= MaximumBytes);
                var root = document.RootElement;
                Refused(() => Assert.All(
                    ParticipantAnswerReader.Items(root),
                    item => Assert.InRange(item.Count, 0, ParticipantAnswerReader.MostCount)));
                Refused(() => Assert.True(ParticipantAnswerReader.Remaining(root) is null or >= 0));
                Refused(() => _ = ParticipantAnswerReader.Export(root));
            },
            print: JsonTexts.Print);

    private static async Task<JsonDocument?> ReadAsync(HttpContent content)
    {
        try
        {
            return await ParticipantAnswerReader.ReadAsync(content, MaximumBytes, CancellationToken.None);
        }
        catch (ParticipantCallException)
        {
            return null;
        }
    }

    // Any other exception than the documented one comes through, and fails the property.
    private static void Refused(Action read)
    {
        try
        {
            read();
        }
        catch (ParticipantCallException)
        {
            // Documented.
        }
    }
}
