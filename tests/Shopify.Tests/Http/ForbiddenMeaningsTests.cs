using System.Text;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.Tests.Http;

public sealed class ForbiddenMeaningsTests
{
    private const string NonExpiring = "Non-expiring access tokens are no longer accepted for the Admin API.";

    [Theory]
    [InlineData("{\"errors\":\"Unavailable Shop\"}", AdminFailureKind.PaymentRequired, "frozen")]
    [InlineData("{\"errors\":[{\"message\":\"unavailable shop\"}]}", AdminFailureKind.PaymentRequired, "frozen")]
    [InlineData("<html><h1>Unavailable Shop</h1></html>", AdminFailureKind.PaymentRequired, "frozen")]
    [InlineData(
        "{\"errors\":[{\"message\":\"x\",\"extensions\":{\"code\":\"SHOP_INACTIVE\"}}]}",
        AdminFailureKind.PaymentRequired, "frozen")]
    [InlineData("{\"errors\":\"" + NonExpiring + "\"}", AdminFailureKind.Forbidden, "forbidden-non-expiring-token")]
    [InlineData(NonExpiring, AdminFailureKind.Forbidden, "forbidden-non-expiring-token")]
    [InlineData("{\"errors\":\"Scope undefined for API access: orders\"}", AdminFailureKind.Refused,
        "refused-access-denied")]
    [InlineData("{\"errors\":\"[API] This action requires merchant approval for write_products scope.\"}",
        AdminFailureKind.Refused, "refused-access-denied")]
    [InlineData("{\"errors\":[{\"message\":\"x\",\"extensions\":{\"code\":\"ACCESS_DENIED\"}}]}",
        AdminFailureKind.Refused, "refused-access-denied")]
    [InlineData("<html>Access Denied</html>", AdminFailureKind.Forbidden, "forbidden")]
    [InlineData("{\"errors\":\"shpat_canary secret words\"}", AdminFailureKind.Forbidden, "forbidden")]
    [InlineData("", AdminFailureKind.Forbidden, "forbidden")]
    [InlineData("{\"errors\":", AdminFailureKind.Forbidden, "forbidden")]
    public void Answer_403_is_told_apart_by_its_words_and_keeps_none(string body, AdminFailureKind kind, string code)
    {
        var failure = ReplyReader.Read(403, Encoding.UTF8.GetBytes(body), null, ExpectedBody.GraphQl).Failure!;
        Assert.Equal((kind, code, 403), (failure.Kind, failure.Code, failure.Status));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_429_in_GraphQL_waits_as_long_as_the_bucket_needs()
    {
        const string Body = """
            {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],
             "extensions":{"cost":{"requestedQueryCost":300,"actualQueryCost":null,
               "throttleStatus":{"maximumAvailable":1000,"currentlyAvailable":100,"restoreRate":50}}}}
            """;
        var failure = ReplyReader.Read(429, Encoding.UTF8.GetBytes(Body), null, ExpectedBody.GraphQl).Failure!;
        Assert.Equal((AdminFailureKind.Throttled, TimeSpan.FromSeconds(4)), (failure.Kind, failure.RetryAfter));
    }
}
