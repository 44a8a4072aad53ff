using System.Globalization;
using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Lifecycle;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.SessionTokens;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Frontend.Embedding;

/// <summary>
/// Reads the request with which Shopify opens the app: at install, and whenever a merchant opens it
/// (https://shopify.dev/docs/apps/build/authentication-authorization/set-embedded-app-authorization). It is
/// authentic by the query's signature, or by the session token, which is signed as well and lives a minute: App Bridge
/// adds that token to an address after Shopify has signed it, so then there is no signature left to verify. The
/// query's shop is compared with the token's, and never taken for it.
/// </summary>
internal sealed class LoadRequestReader(SessionTokenValidator tokens, ApiSecrets secrets, TimeProvider time)
{
    /// <summary>Stands in an address that App Bridge brings back: when it was sent there, in Unix seconds.</summary>
    public const string Bounced = "bounced";

    /// <summary>The session token's parameter.</summary>
    public const string IdToken = "id_token";

    private const int MaximumParameters = 32;
    private const int MaximumLength = 2048;
    private static readonly TimeSpan BounceLife = TimeSpan.FromSeconds(30);

    /// <summary>Reads it; nothing is stored or asked of anybody.</summary>
    public LoadRequest Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (Misshapen(query) is { } misshapen) return new LoadRequest.Refused(misshapen);
        if (!ShopDomain.TryParse(query["shop"], out var shop))
            return Refused("shop", "Send one shop domain of the form {name}.myshopify.com.");
        var isEmbedded = query["embedded"] == "1";
        if (Unsigned(query, isEmbedded) is { } unsigned) return new LoadRequest.Refused(unsigned);
        if (query["host"].ToString() is { Length: > 0 } host && !AfterInstall.IsHostOf(shop, host))
            return Refused("host", "Open the app from the shop's admin.");
        return isEmbedded ? ReadToken(query, shop) : new LoadRequest.Authorize(shop);
    }

    /// <summary>
    /// True when App Bridge was asked a moment ago; a frame that is loaded again later brings the old mark along.
    /// </summary>
    public bool HasJustBounced(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return IsFresh(query[Bounced]);
    }

    private static IResult? Misshapen(IQueryCollection query)
    {
        if (query.Count > MaximumParameters)
            return Problem.BadRequest("query", $"Send at most {MaximumParameters} parameters.");
        foreach (var (name, values) in query)
        {
            if (values.Count > 1)
                return Problem.BadRequest("query", "Send each parameter once.");
            var maximum = name == IdToken ? SessionTokenValidator.MaximumLength : MaximumLength;
            if (name.Length > MaximumLength || values.ToString().Length > maximum)
                return Problem.BadRequest("query", "Send the query as Shopify made it: it is too long.");
        }
        return query["embedded"].ToString() is "" or "0" or "1"
            ? null
            : Problem.BadRequest("embedded", "Send 1 inside the admin; leave it out elsewhere.");
    }

    // Inside the admin an address that has grown old proves nothing and leads to App Bridge, for a fresh token.
    private IResult? Unsigned(IQueryCollection query, bool isEmbedded)
    {
        if (isEmbedded && !query.ContainsKey("hmac")) return null;
        if (QuerySignature.Verify(query, secrets) != QuerySignatureResult.Valid)
        {
            return Problem.Of(
                StatusCodes.Status401Unauthorized, "bad-signature", "The query is not signed by this app's secret.",
                new FieldProblem("hmac", "Open the app from the shop's admin, or begin at /auth?shop={shop}."));
        }
        return isEmbedded || QueryTimestamp.IsFresh(query, time)
            ? null
            : Problem.Of(
                StatusCodes.Status401Unauthorized, "bad-timestamp", "The query is too old, or from the future.",
                new FieldProblem("timestamp", "Open the app again, and check this service's clock."));
    }

    private LoadRequest ReadToken(IQueryCollection query, ShopDomain shop)
    {
        var token = query[IdToken].ToString();
        if (token.Length == 0) return Fetch(query, shop);
        return tokens.Validate(token) switch
        {
            SessionTokenResult.Valid valid when valid.Claims.Shop == shop => new LoadRequest.Enter(valid.Claims, token),
            SessionTokenResult.Valid => new LoadRequest.Refused(Problem.Of(
                StatusCodes.Status401Unauthorized, "other-shop", "The session token is another shop's.",
                new FieldProblem("shop", "Open the app from the admin of the shop that is meant."))),
            SessionTokenResult.Refused
            {
                Reason: SessionTokenRefusal.Expired or SessionTokenRefusal.NotYetValid
            } => Fetch(query, shop),
            _ => NoToken(),
        };
    }

    // App Bridge was asked a moment ago, and what it brought is no good: asking again would go on for ever.
    private LoadRequest Fetch(IQueryCollection query, ShopDomain shop) =>
        HasJustBounced(query) ? NoToken() : new LoadRequest.Bounce(shop);

    private bool IsFresh(string? bounced) =>
        long.TryParse(bounced, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((decimal)time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= (decimal)BounceLife.TotalSeconds;

    private static LoadRequest.Refused NoToken() => new(Problem.Of(
        StatusCodes.Status401Unauthorized, "bad-session-token", "The session token is missing or not valid.",
        new FieldProblem(IdToken, "Open the app again from the shop's admin, and check this service's clock.")));

    private static LoadRequest.Refused Refused(string field, string remedy) => new(Problem.BadRequest(field, remedy));
}
