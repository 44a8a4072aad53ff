using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.OAuth;

/// <summary>Gives tokens for codes, session tokens, refresh tokens and tokens without expiry.</summary>
/// <remarks>
/// https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant and
/// …/access-tokens/token-exchange
/// </remarks>
internal sealed class TokenEndpoint(AppRegistration registration, SessionTokens sessions, SimulatorOptions options)
{
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string IdToken = "urn:ietf:params:oauth:token-type:id_token";
    private const string OfflineToken = "urn:shopify:params:oauth:token-type:offline-access-token";
    private const string OnlineToken = "urn:shopify:params:oauth:token-type:online-access-token";

    public async Task InvokeAsync(HttpContext context)
    {
        var call = context.Features.GetRequiredFeature<IncomingCall>();
        var shop = call.Shop!;
        var answer = Answer(shop, call.Form);
        if (answer is { Refusal: { } refusal })
        {
            await ShopAnswers.JsonAsync(context, refusal.Status, new JsonObject
            {
                ["error"] = refusal.Error, ["error_description"] = refusal.Description,
            }.ToJsonString());
            return;
        }

        shop.Remember(answer.Token!, answer.Installation!);
        var body = Body(shop, answer.Token!, answer.Installation!);
        await ShopAnswers.JsonAsync(context, StatusCodes.Status200OK, body.ToJsonString());
    }

    private Outcome Answer(Shop shop, IReadOnlyDictionary<string, string>? form)
    {
        if (form is null) return OAuthRefusal.Unreadable;
        var app = registration.Current;
        if (form.GetValueOrDefault("client_id") != app.ApiKey) return OAuthRefusal.UnknownApp;
        if (!app.Authenticates(form.GetValueOrDefault("client_secret"))) return OAuthRefusal.WrongSecret;
        return form.GetValueOrDefault("grant_type", "authorization_code") switch
        {
            "authorization_code" => ForCode(shop, form),
            Exchange when form.GetValueOrDefault("subject_token_type") == OfflineToken => Migrate(shop, form),
            Exchange => ForSession(shop, form),
            "refresh_token" => Refresh(shop, form),
            _ => OAuthRefusal.UnsupportedGrant,
        };
    }

    private Outcome ForCode(Shop shop, IReadOnlyDictionary<string, string> form)
    {
        var now = options.Clock.GetUtcNow();
        var code = shop.RedeemCode(form.GetValueOrDefault("code", ""), now);
        if (code is null) return OAuthRefusal.UsedCode;
        var tokens = code.Installation.Tokens;
        var token = code.UserId is { } user
            ? tokens.Online(user, form["client_secret"], now)
            : Offline(tokens, form, now);
        return token is null ? OAuthRefusal.UsedCode : new Outcome(token, code.Installation);
    }

    private Outcome ForSession(Shop shop, IReadOnlyDictionary<string, string> form)
    {
        if (form.GetValueOrDefault("subject_token_type") != IdToken) return OAuthRefusal.InvalidSubject;
        if (sessions.Read(form.GetValueOrDefault("subject_token"), shop) is not { } user)
            return OAuthRefusal.InvalidSubject;
        if (shop.Installation is not { } installation) return OAuthRefusal.NotInstalled;
        var now = options.Clock.GetUtcNow();
        var token = form.GetValueOrDefault("requested_token_type") switch
        {
            OnlineToken => installation.Tokens.Online(user, form["client_secret"], now),
            OfflineToken or null => Offline(installation.Tokens, form, now),
            _ => null,
        };
        return token is null ? OAuthRefusal.NotInstalled : new Outcome(token, installation);
    }

    private Outcome Migrate(Shop shop, IReadOnlyDictionary<string, string> form)
    {
        if (shop.Installation is not { } installation) return OAuthRefusal.NotInstalled;
        if (form.GetValueOrDefault("expiring") != "1") return OAuthRefusal.InvalidSubject;
        var subject = form.GetValueOrDefault("subject_token", "");
        var token = installation.Tokens.Migrate(subject, form["client_secret"], options.Clock.GetUtcNow());
        return token is null ? OAuthRefusal.InvalidSubject : new Outcome(token, installation);
    }

    private Outcome Refresh(Shop shop, IReadOnlyDictionary<string, string> form)
    {
        var refresh = form.GetValueOrDefault("refresh_token", "");
        var installation = shop.Installation;
        var token = installation?.Tokens.Refresh(refresh, form["client_secret"], options.Clock.GetUtcNow());
        return token is null ? OAuthRefusal.InvalidGrant : new Outcome(token, installation!);
    }

    private static IssuedToken? Offline(
        TokenBook tokens, IReadOnlyDictionary<string, string> form, DateTimeOffset now) =>
        form.GetValueOrDefault("expiring") == "1"
            ? tokens.Expiring(form["client_secret"], now)
            : tokens.Permanent(form["client_secret"]);

    private JsonObject Body(Shop shop, IssuedToken token, Installation installation)
    {
        var now = options.Clock.GetUtcNow();
        var scope = string.Join(',', installation.Scopes);
        var body = new JsonObject { ["access_token"] = token.Access, ["scope"] = scope };
        if (token.ExpiresAt is { } expiresAt) body["expires_in"] = Seconds(expiresAt - now);
        if (token.Refresh is not null)
        {
            body["refresh_token"] = token.Refresh;
            body["refresh_token_expires_in"] = Seconds(token.RefreshExpiresAt!.Value - now);
        }

        if (token.UserId is { } user)
        {
            body["associated_user_scope"] = scope;
            body["associated_user"] = User(shop, user);
        }

        return body;
    }

    private static long Seconds(TimeSpan span) => (long)Math.Round(span.TotalSeconds);

    private static JsonObject User(Shop shop, long id)
    {
        var owner = id == shop.OwnerId;
        var profile = shop.Profile;
        var names = profile.Owner.Split(' ', 2);
        return new JsonObject
        {
            ["id"] = id,
            ["first_name"] = owner ? names[0] : "Staff",
            ["last_name"] = owner ? names[^1] : $"Member {id}",
            ["email"] = owner ? profile.Email : $"staff-{id}@{ShopAddress.Handle(shop.Domain)}.example",
            ["email_verified"] = true,
            ["account_owner"] = owner,
            ["locale"] = "en",
            ["collaborator"] = false,
        };
    }

    private sealed record Outcome(IssuedToken? Token, Installation? Installation, OAuthRefusal? Refusal = null)
    {
        public static implicit operator Outcome(OAuthRefusal refusal) => new(null, null, refusal);
    }
}
