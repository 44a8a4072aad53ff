using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.Tests.Http;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 21, 7, 28, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2.0", 2)]
    [InlineData("2", 2)]
    [InlineData("0.25", 0.25)]
    [InlineData(" 3 ", 3)]
    [InlineData("0", 0)]
    [InlineData("Wed, 21 Oct 2026 07:28:30 GMT", 30)]
    [InlineData("Wed, 21 Oct 2026 07:27:30 GMT", 0)]
    [InlineData("Wed, 21 Oct 2099 07:27:30 GMT", 3600)]
    [InlineData("999999999999999999999999999999", 3600)]
    public void Parse_when_seconds_or_a_date_gives_the_wait(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Parse(text, Now));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData("2, 3")]
    [InlineData("2026-10-21T07:28:30Z")]
    public void Parse_when_neither_gives_nothing(string text) => Assert.Null(RetryAfter.Parse(text, Now));
}
