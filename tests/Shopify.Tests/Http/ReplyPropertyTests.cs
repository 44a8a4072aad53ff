using CsCheck;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Http;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Shopify.Tests.Http;

/// <summary>Whatever answers under Shopify's name, a proxy's page included, is judged and breaks nothing.</summary>
public sealed class ReplyPropertyTests
{
    private static readonly Gen<byte[]> Bodies = JsonTexts.Bytes(JsonTexts.With(
        "data", "errors", "code", "extensions", "cost", "throttleStatus", "currentlyAvailable", "restoreRate",
        "requestedQueryCost", "error", "message"));

    // Looking for a member unescapes the names behind it, and half of a character in one of them threw.
    [Fact]
    public void Answer_when_a_name_in_it_holds_half_of_an_escaped_character_is_judged()
    {
        var body = "{\"data\":{},\"\\ud800, and more than any name\":1}"u8.ToArray();
        Assert.Equal(
            AdminFailureKind.Unreadable, ReplyReader.Read(200, body, null, ExpectedBody.GraphQl).Failure?.Kind);
        Assert.Null(ShopPlan.Read("{\"plan_name\":\"basic\",\"\\ud800, and more than any name\":1}"u8.ToArray()));
    }

    [Fact]
    public void Answer_whatever_its_status_and_body_is_judged_and_never_throws() =>
        Property.Holds(
            Gen.Select(Gen.Int[100, 599], Bodies), answer =>
            {
                foreach (var expected in Enum.GetValues<ExpectedBody>())
                {
                    var reply = ReplyReader.Read(answer.Item1, answer.Item2, null, expected);
                    Assert.Equal(answer.Item1, reply.Status);
                    Assert.True(reply.Failure is not null || answer.Item1 is >= 200 and < 300);
                    Assert.True(reply.Failure?.ErrorCode is null or { Length: > 0 and <= 64 });
                    Assert.True(reply.Failure?.RetryAfter is null || reply.Failure.RetryAfter >= TimeSpan.Zero);
                }
            },
            print: answer => $"{answer.Item1}: {JsonTexts.Print(answer.Item2)}");
}
