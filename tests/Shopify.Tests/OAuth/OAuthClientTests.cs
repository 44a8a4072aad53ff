using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.Tests.Http;
using static Shopkeeper.Shopify.Tests.Http.ShopifyServer;

namespace Shopkeeper.Shopify.Tests.OAuth;

public sealed class OAuthClientTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue.myshopify.com");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExchangeCodeAsync_sends_the_secret_in_the_body_and_reads_a_lasting_token()
    {
        const string Body = """{"access_token":"shpat_1","scope":"write_a,b"}""";
        await using var server = await AnsweringAsync(Answer(200, Body));
        var grant = Granted(await ExchangeAsync(server));
        Assert.Equal("shpat_1", grant.AccessToken.Reveal());
        Assert.Equal(AccessScopes.Parse("write_a,b"), grant.Scopes);
        Assert.Equal(
            (null, null, null, null), (grant.ExpiresIn, grant.RefreshToken, grant.RefreshTokenExpiresIn, grant.User));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/blue.myshopify.com/admin/oauth/access_token"), (request.Method, request.Path));
        Assert.Equal(
            """{"client_id":"api-key","client_secret":"secret-canary","code":"the-code","expiring":"1"}""",
            request.Body);
        Assert.Equal("application/json", request.Headers["Accept"]);
        Assert.False(request.Headers.ContainsKey("X-Shopify-Access-Token"));
        Assert.DoesNotContain("shpat_1", grant.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExchangeCodeAsync_reads_an_expiring_pair()
    {
        await using var server = await AnsweringAsync(Answer(
            200,
            """
            {"access_token":"shpat_1","expires_in":3600,"refresh_token":"shprt_1","refresh_token_expires_in":7776000,
            "scope":""}
            """));
        var grant = Granted(await ExchangeAsync(server));
        Assert.Equal("shprt_1", grant.RefreshToken?.Reveal());
        Assert.Equal(
            (TimeSpan.FromHours(1), TimeSpan.FromDays(90)), (grant.ExpiresIn, grant.RefreshTokenExpiresIn));
        Assert.Equal(AccessScopes.None, grant.Scopes);
    }

    [Fact]
    public async Task ExchangeCodeAsync_reads_an_online_token_with_the_user_s_scopes()
    {
        await using var server = await AnsweringAsync(Answer(
            200,
            """
            {"access_token":"shpua_1","scope":"write_a,b","expires_in":86399,"associated_user_scope":"b",
            "associated_user":{"id":902541635,"first_name":"J","email":"j@example.com","account_owner":true}}
            """));
        var grant = Granted(await ExchangeAsync(server));
        Assert.Equal(new AssociatedUser(902541635, true, "j@example.com"), grant.User);
        Assert.Equal(AccessScopes.Parse("b"), grant.Scopes);
        Assert.Equal(TimeSpan.FromSeconds(86399), grant.ExpiresIn);
        Assert.Equal("AssociatedUser", grant.User?.ToString());
    }

    [Theory]
    [InlineData("""{"access_token":"t","scope":"","refresh_token":"r"}""")]
    [InlineData("""{"access_token":"t","scope":"","refresh_token":"r","refresh_token_expires_in":9}""")]
    [InlineData("""{"access_token":"t","scope":"","refresh_token":"r","expires_in":9}""")]
    [InlineData("""{"access_token":"t","scope":"","expires_in":9}""")]
    [InlineData("""{"access_token":"t","scope":"","expires_in":9,"refresh_token_expires_in":9}""")]
    [InlineData("""{"access_token":"t","scope":"","refresh_token":"","expires_in":9,"refresh_token_expires_in":9}""")]
    [InlineData("""{"access_token":"t","scope":"","refresh_token":"r","expires_in":0,"refresh_token_expires_in":9}""")]
    [InlineData(
        """{"access_token":"t","scope":"","refresh_token":"r","expires_in":"9","refresh_token_expires_in":9}""")]
    [InlineData(
        """{"access_token":"t","scope":"","refresh_token":"r","expires_in":1e12,"refresh_token_expires_in":9}""")]
    [InlineData("""{"refresh_token":"r","scope":"","expires_in":9,"refresh_token_expires_in":9}""")]
    [InlineData("""{"access_token":"t","scope":"","associated_user":{"id":1}}""")]
    [InlineData("""{"access_token":"t","scope":"","expires_in":9,"associated_user":{"email":"e"}}""")]
    [InlineData("""{"access_token":"t","scope":"","expires_in":9,"associated_user":7}""")]
    [InlineData("""{"access_token":"t"}""")]
    [InlineData("""{"access_token":"","scope":""}""")]
    [InlineData("""{"access_token":"t\r\nX: y","scope":""}""")]
    [InlineData("""{"access_token":"t\u00fc","scope":""}""")]
    [InlineData("""{"access_token":["t"],"scope":""}""")]
    [InlineData("""{"scope":""}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("<html>")]
    public async Task ExchangeCodeAsync_when_the_grant_is_half_or_no_grant_hands_nothing_on(string body)
    {
        await using var server = await AnsweringAsync(Answer(200, body));
        var failure = Assert.IsType<TokenOutcome.Unavailable>(await ExchangeAsync(server)).Failure;
        Assert.Equal(("unreadable", 200), (failure.Code, failure.Status));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400, "invalid_request")]
    [InlineData(400, TokenErrors.AppNotInstalled)]
    [InlineData(401, "invalid_client")]
    [InlineData(403, "access_denied")]
    public async Task ExchangeCodeAsync_when_Shopify_decides_against_gives_the_error_alone(int status, string error)
    {
        await using var server = await AnsweringAsync(
            Answer(status, $$"""{"error":"{{error}}","error_description":"the-code was not found"}"""));
        Assert.Equal(new TokenOutcome.Refused(error, status), await ExchangeAsync(server));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400, """{"error":"the code the-code is bad"}""", AdminFailureKind.Refused)]
    [InlineData(400, """{"error":["app_not_installed"]}""", AdminFailureKind.Refused)]
    [InlineData(400, "app_not_installed", AdminFailureKind.Refused)]
    [InlineData(401, "<html>", AdminFailureKind.Unauthorized)]
    [InlineData(404, """{"error":"app_not_installed"}""", AdminFailureKind.NotFound)]
    [InlineData(200, """{"error":"app_not_installed"}""", AdminFailureKind.Unreadable)]
    [InlineData(500, """{"error":"app_not_installed"}""", AdminFailureKind.ServerError)]
    [InlineData(302, """{"error":"app_not_installed"}""", AdminFailureKind.Redirected)]
    [InlineData(402, """{"errors":"Unavailable Shop"}""", AdminFailureKind.PaymentRequired)]
    [InlineData(429, "", AdminFailureKind.Throttled)]
    [InlineData(430, "", AdminFailureKind.Rejected)]
    public async Task ExchangeCodeAsync_when_nothing_was_decided_is_unavailable(
        int status, string body, AdminFailureKind kind)
    {
        await using var server = await AnsweringAsync(Answer(status, body));
        var failure = Assert.IsType<TokenOutcome.Unavailable>(await ExchangeAsync(server)).Failure;
        Assert.Equal((kind, status), (failure.Kind, failure.Status));
        Assert.Single(server.Requests);
    }

    [Theory, InlineData(true, "1"), InlineData(false, "0")]
    public async Task ExchangeForOfflineAsync_says_whether_the_token_shall_expire(bool expiring, string said)
    {
        await using var server = await AnsweringAsync(Answer(200, """{"access_token":"shpat_1","scope":"a"}"""));
        server.Service<IOptions<ShopifyOptions>>().Value.ExpiringTokens = expiring;

        var grant = Granted(
            await server.Service<IOAuthClient>().ExchangeForOfflineAsync(Shop, "session.token.canary", Cancel));

        Assert.Equal("shpat_1", grant.AccessToken.Reveal());
        Assert.Equal(
            $$"""
            {"client_id":"api-key","client_secret":"secret-canary",
            "grant_type":"urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token":"session.token.canary",
            "subject_token_type":"urn:ietf:params:oauth:token-type:id_token",
            "requested_token_type":"urn:shopify:params:oauth:token-type:offline-access-token","expiring":"{{said}}"}
            """.ReplaceLineEndings(""),
            Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task ExchangeForOnlineAsync_asks_for_an_online_token_and_reads_whose_it_is()
    {
        await using var server = await AnsweringAsync(Answer(
            200,
            """
            {"access_token":"shpua_1","scope":"a","expires_in":86399,"associated_user_scope":"a",
            "associated_user":{"id":902541635,"email":"j@example.com","account_owner":true}}
            """));
        var grant = Granted(
            await server.Service<IOAuthClient>().ExchangeForOnlineAsync(Shop, "session.token.canary", Cancel));
        Assert.Equal((902541635, true), (grant.User!.Id, grant.User.AccountOwner));
        var request = Assert.Single(server.Requests);
        Assert.Equal("/blue.myshopify.com/admin/oauth/access_token", request.Path);
        Assert.Equal(
            """
            {"client_id":"api-key","client_secret":"secret-canary",
            "grant_type":"urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token":"session.token.canary",
            "subject_token_type":"urn:ietf:params:oauth:token-type:id_token",
            "requested_token_type":"urn:shopify:params:oauth:token-type:online-access-token"}
            """.ReplaceLineEndings(""),
            request.Body);
    }

    [Fact]
    public async Task ExchangeCodeAsync_when_the_connection_drops_is_not_repeated_because_a_code_is_spent_once()
    {
        await using var server = await AnsweringAsync(Drop);
        var failure = Assert.IsType<TokenOutcome.Unavailable>(await ExchangeAsync(server)).Failure;
        Assert.True(failure.MayHaveHappened);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ExchangeCodeAsync_when_the_server_hangs_ends_with_the_budget()
    {
        await using var server = await StartAsync([Hang], TimeSpan.FromMilliseconds(300), null);
        var failure = Assert.IsType<TokenOutcome.Unavailable>(await ExchangeAsync(server)).Failure;
        Assert.Equal("unreachable", failure.Code);
    }

    private static TokenGrant Granted(TokenOutcome outcome) => Assert.IsType<TokenOutcome.Granted>(outcome).Grant;

    private static Task<TokenOutcome> ExchangeAsync(ShopifyServer server) =>
        server.Service<IOAuthClient>().ExchangeCodeAsync(Shop, "the-code", Cancel);
}
