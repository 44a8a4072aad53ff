using System.Text;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Shopify.Tests.Webhooks;

public sealed class ScopesUpdateTests
{
    [Fact]
    public void Body_as_shopify_sends_it_tells_scopes_and_their_time()
    {
        var update = Read("""
            {"id":1,"shop_id":"gid://shopify/Shop/548380009","previous":["read_products"],
            "current":["read_products","write_products"],"updated_at":"2026-02-03T04:05:06.000-05:00"}
            """)!;
        Assert.Equal(AccessScopes.Parse("write_products"), update.Current);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 9, 5, 6, TimeSpan.Zero), update.UpdatedAt);
        Assert.Equal(
            AccessScopes.None, Read("""{"current":[],"updated_at":"2026-02-03T04:05:06Z"}""")!.Current);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"current":["a"]}""")]
    [InlineData("""{"updated_at":"2026-02-03T04:05:06Z"}""")]
    [InlineData("""{"current":"a","updated_at":"2026-02-03T04:05:06Z"}""")]
    [InlineData("""{"current":[1],"updated_at":"2026-02-03T04:05:06Z"}""")]
    [InlineData("""{"current":[""],"updated_at":"2026-02-03T04:05:06Z"}""")]
    [InlineData("""{"current":["a,b"],"updated_at":"2026-02-03T04:05:06Z"}""")]
    [InlineData("""{"current":["A"],"updated_at":"2026-02-03T04:05:06Z"}""")]
    [InlineData("""{"current":["\ud800"],"updated_at":"2026-02-03T04:05:06Z"}""")]
    [InlineData("""{"current":["a"],"updated_at":"yesterday"}""")]
    [InlineData("""{"current":["a"],"updated_at":1}""")]
    [InlineData("""{"current":["a"],"updated_at":"2026-02-03T04:05:06Z"}}""")]
    public void Body_that_is_another_tells_nothing(string body) => Assert.Null(Read(body));

    [Fact]
    public void Body_with_more_or_longer_scopes_than_there_are_tells_nothing()
    {
        static string Body(IEnumerable<string> scopes) =>
            $$"""{"current":["{{string.Join("\",\"", scopes)}}"],"updated_at":"2026-02-03T04:05:06Z"}""";
        Assert.NotNull(Read(Body(Enumerable.Range(0, 500).Select(index => $"read_{index}"))));
        Assert.Null(Read(Body(Enumerable.Range(0, 501).Select(index => $"read_{index}"))));
        Assert.NotNull(Read(Body([new string('a', 100)])));
        Assert.Null(Read(Body([new string('a', 101)])));
    }

    private static ScopesUpdate? Read(string body) => ScopesUpdate.Read(Encoding.UTF8.GetBytes(body));
}
