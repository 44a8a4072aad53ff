using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.OAuth;

/// <summary>The token endpoint over HTTP.</summary>
internal sealed partial class OAuthClient(ShopifyTransport transport, IOptions<ShopifyOptions> options) : IOAuthClient
{
    private const string Refresh = "tokenRefresh";
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string SessionToken = "urn:ietf:params:oauth:token-type:id_token";
    private const string OfflineToken = "urn:shopify:params:oauth:token-type:offline-access-token";
    private const string OnlineToken = "urn:shopify:params:oauth:token-type:online-access-token";

    public Task<TokenOutcome> ExchangeCodeAsync(ShopDomain shop, string code, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return SendAsync(
            shop, "accessToken", new JsonObject { ["code"] = code, ["expiring"] = Expiring }, cancellationToken);
    }

    public Task<TokenOutcome> ExchangeForOfflineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken)
    {
        var exchange = Exchange(sessionToken, OfflineToken);
        exchange["expiring"] = Expiring;
        return SendAsync(shop, "tokenExchange", exchange, cancellationToken);
    }

    public Task<TokenOutcome> ExchangeForOnlineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) =>
        SendAsync(shop, "tokenExchange", Exchange(sessionToken, OnlineToken), cancellationToken);

    // Said either way: what Shopify takes for granted when it is left out has changed before.
    private string Expiring => options.Value.ExpiringTokens ? "1" : "0";

    private static JsonObject Exchange(string sessionToken, string wanted)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionToken);
        return new JsonObject
        {
            ["grant_type"] = TokenExchange,
            ["subject_token"] = sessionToken,
            ["subject_token_type"] = SessionToken,
            ["requested_token_type"] = wanted,
        };
    }

    public async Task<TokenOutcome> RefreshAsync(
        ShopDomain shop, AccessToken refreshToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refreshToken);
        var refresh = new JsonObject
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken.Reveal(),
        };
        return PairOrNothing(await SendAsync(shop, Refresh, refresh, cancellationToken));
    }

    public async Task<TokenOutcome> MigrateAsync(
        ShopDomain shop, AccessToken accessToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        var migration = new JsonObject
        {
            ["grant_type"] = TokenExchange,
            ["subject_token"] = accessToken.Reveal(),
            ["subject_token_type"] = OfflineToken,
            ["requested_token_type"] = OfflineToken,
            ["expiring"] = "1",
        };
        return PairOrNothing(await SendAsync(shop, "tokenMigration", migration, cancellationToken));
    }

    // A token without a lifetime in the place of a pair would never be refreshed again: as good as no answer.
    private static TokenOutcome PairOrNothing(TokenOutcome outcome) =>
        outcome is TokenOutcome.Granted { Grant: { RefreshToken: null } or { User: not null } }
            ? new TokenOutcome.Unavailable(new AdminFailure { Kind = AdminFailureKind.Unreadable, Status = 200 })
            : outcome;

    private async Task<TokenOutcome> SendAsync(
        ShopDomain shop, string operation, JsonObject grant, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["client_id"] = options.Value.ApiKey,
            ["client_secret"] = options.Value.ApiSecret,
        };
        foreach (var (name, value) in grant) body[name] = value?.DeepClone();
        var reply = await transport.SendAsync(
            new Call
            {
                Operation = operation,
                Method = HttpMethod.Post,
                Address = AdminUrl.For(options.Value, shop, "admin/oauth/access_token"),
                Expected = ExpectedBody.Json,
                Body = JsonSerializer.SerializeToUtf8Bytes(body),
            },
            cancellationToken);
        return Judge(reply, operation);
    }

    private static TokenOutcome Judge(Reply reply, string operation)
    {
        if (ErrorOf(reply, operation) is { } error) return new TokenOutcome.Refused(error, reply.Status!.Value);
        if (reply.Failure is { } failure) return new TokenOutcome.Unavailable(failure);
        return reply.Root is { } root && TokenGrantReader.Read(root) is { } grant
            ? new TokenOutcome.Granted(grant)
            : new TokenOutcome.Unavailable(reply.Unreadable());
    }

    private static string? ErrorOf(Reply reply, string operation)
    {
        if (reply.Status is not (400 or 401 or 403) || reply.Root is not { } root) return null;
        var error = root.Text("error");
        if (error == TokenErrors.InvalidRequest && IsOfUnknownApp(root.Text("error_description")))
            return TokenErrors.UnknownApp;
        if (error is not null && Error().IsMatch(error)) return error;

        // How a refresh is refused once the app is gone is not documented, and elsewhere Shopify says so without the
        // protocol's word. Held to be no answer, it would be asked again for ever, and nobody would hear of it.
        if (operation != Refresh || reply.Status == 403) return null;
        return IsOfUnknownApp(error) || IsOfUnknownApp(root.Text("errors"))
            ? TokenErrors.UnknownApp
            : TokenErrors.Unnamed;
    }

    private static bool IsOfUnknownApp(string? description) =>
        description?.StartsWith("Could not find Shopify API application", StringComparison.OrdinalIgnoreCase) == true;

    [GeneratedRegex(@"\A[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Error();
}
