using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.Tests.Http;
using static Shopkeeper.Shopify.Tests.Http.ShopifyServer;

namespace Shopkeeper.Shopify.Tests.OAuth;

/// <summary>A refresh and a migration bring a full pair or nothing.</summary>
public sealed class RefreshTests
{
    private const string Pair = """
        {"access_token":"shpat_2","scope":"read_products","expires_in":3600,"refresh_token":"shprt_2",
        "refresh_token_expires_in":7776000}
        """;

    private static readonly ShopDomain Shop = ShopDomain.Parse("blue.myshopify.com");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RefreshAsync_sends_the_refresh_token_and_reads_the_pair()
    {
        await using var server = await AnsweringAsync(Answer(200, Pair));

        var granted = Assert.IsType<TokenOutcome.Granted>(await RefreshAsync(server));

        Assert.Equal("shprt_2", granted.Grant.RefreshToken?.Reveal());
        Assert.Equal(
            """
            {"client_id":"api-key","client_secret":"secret-canary","grant_type":"refresh_token","refresh_token":"old"}
            """,
            Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task MigrateAsync_sends_the_token_without_expiry_and_reads_the_pair()
    {
        await using var server = await AnsweringAsync(Answer(200, Pair));

        var outcome = await server.Service<IOAuthClient>().MigrateAsync(Shop, new AccessToken("lasting"), Cancel);

        Assert.IsType<TokenOutcome.Granted>(outcome);
        Assert.EndsWith(
            "\"grant_type\":\"urn:ietf:params:oauth:grant-type:token-exchange\",\"subject_token\":\"lasting\","
            + "\"subject_token_type\":\"urn:shopify:params:oauth:token-type:offline-access-token\","
            + "\"requested_token_type\":\"urn:shopify:params:oauth:token-type:offline-access-token\","
            + "\"expiring\":\"1\"}",
            Assert.Single(server.Requests).Body);
    }

    [Theory]
    [InlineData("""{"access_token":"t","scope":""}""")]
    [InlineData("""{"access_token":"t","scope":"","refresh_token":"r","refresh_token_expires_in":9}""")]
    [InlineData("""{"access_token":"t","scope":"","expires_in":9,"refresh_token":"r"}""")]
    [InlineData("""{"access_token":"t","scope":"","expires_in":9,"associated_user":{"id":1}}""")]
    [InlineData("<html>error code: 520</html>")]
    public async Task RefreshAsync_when_the_answer_is_no_pair_says_that_none_was_understood(string body)
    {
        await using var server = await AnsweringAsync(Answer(200, body));

        var outcome = Assert.IsType<TokenOutcome.Unavailable>(await RefreshAsync(server));

        Assert.Equal(AdminFailureKind.Unreadable, outcome.Failure.Kind);
        Assert.True(outcome.Failure.MayHaveHappened);
    }

    [Theory]
    [InlineData(400, "invalid_grant")]
    [InlineData(401, "invalid_client")]
    [InlineData(400, "app_not_installed")]
    public async Task RefreshAsync_when_shopify_refuses_tells_its_error(int status, string error)
    {
        await using var server = await AnsweringAsync(Answer(status, $$"""{"error":"{{error}}"}"""));

        Assert.Equal(new TokenOutcome.Refused(error, status), await RefreshAsync(server));
    }

    [Theory]
    [InlineData("Could not find Shopify API application with api_key", TokenErrors.UnknownApp)]
    [InlineData("The authorization code was not found or was already used", TokenErrors.InvalidRequest)]
    [InlineData("", TokenErrors.InvalidRequest)]
    public async Task RefreshAsync_when_the_request_is_invalid_tells_an_unknown_app_apart(string why, string error)
    {
        await using var server = await AnsweringAsync(
            Answer(400, $$"""{"error":"invalid_request","error_description":"{{why}}"}"""));

        Assert.Equal(new TokenOutcome.Refused(error, 400), await RefreshAsync(server));
    }

    [Theory]
    [InlineData(401, """{"errors":"[API] Invalid API key or access token"}""", TokenErrors.Unnamed)]
    [InlineData(400, """{"error":"This refresh token is no longer valid."}""", TokenErrors.Unnamed)]
    [InlineData(400, """{"errors":{"refresh_token":["is invalid"]}}""", TokenErrors.Unnamed)]
    [InlineData(401, """{"errors":"Could not find Shopify API application"}""", TokenErrors.UnknownApp)]
    [InlineData(400, """{"error":"Could not find Shopify API application"}""", TokenErrors.UnknownApp)]
    public async Task RefreshAsync_when_it_is_refused_without_the_protocols_word_is_refused_all_the_same(
        int status, string body, string error)
    {
        await using var server = await AnsweringAsync(Answer(status, body));

        Assert.Equal(new TokenOutcome.Refused(error, status), await RefreshAsync(server));
    }

    [Theory]
    [InlineData(401, "<html>Unauthorized</html>")]
    [InlineData(403, """{"errors":"Forbidden"}""")]
    [InlineData(402, """{"errors":"Unavailable Shop"}""")]
    [InlineData(500, """{"errors":"Internal Server Error"}""")]
    public async Task RefreshAsync_when_the_answer_is_another_is_not_refused(int status, string body)
    {
        await using var server = await AnsweringAsync(Answer(status, body));

        Assert.IsType<TokenOutcome.Unavailable>(await RefreshAsync(server));
    }

    // Where an answer is lost for good, only the protocol's own word is believed.
    [Fact]
    public async Task MigrateAsync_when_it_is_refused_without_the_protocols_word_was_not_understood()
    {
        await using var server = await AnsweringAsync(Answer(401, """{"errors":"[API] Invalid API key"}"""));

        var outcome = await server.Service<IOAuthClient>().MigrateAsync(Shop, new AccessToken("lasting"), Cancel);

        Assert.IsType<TokenOutcome.Unavailable>(outcome);
    }

    [Fact]
    public async Task RefreshAsync_when_the_gateway_fails_says_that_it_may_have_happened()
    {
        await using var server = await AnsweringAsync(Answer(520, "error code: 520"));

        var outcome = Assert.IsType<TokenOutcome.Unavailable>(await RefreshAsync(server));

        Assert.True(outcome.Failure.MayHaveHappened);
    }

    private static Task<TokenOutcome> RefreshAsync(ShopifyServer server) =>
        server.Service<IOAuthClient>().RefreshAsync(Shop, new AccessToken("old"), Cancel);
}
