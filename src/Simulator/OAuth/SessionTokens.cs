using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.OAuth;

/// <summary>Makes and reads session tokens: JWTs signed with HS256 under the app's secret.</summary>
/// <remarks>https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens</remarks>
internal sealed class SessionTokens(AppRegistration registration, SimulatorOptions options)
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";

    public string Mint(Shop shop, SessionTokenRequest request)
    {
        var app = registration.Current;
        var notBefore = options.Clock.GetUtcNow() + request.ValidAfter;
        var claims = new JsonObject
        {
            ["iss"] = request.Issuer ?? $"https://{shop.Domain}/admin",
            ["dest"] = $"https://{shop.Domain}",
            ["aud"] = request.Audience ?? app.ApiKey,
            ["sub"] = $"{request.UserId ?? shop.OwnerId}",
            ["exp"] = (notBefore + request.Lifetime).ToUnixTimeSeconds(),
            ["nbf"] = notBefore.ToUnixTimeSeconds(),
            ["iat"] = notBefore.ToUnixTimeSeconds(),
            ["jti"] = $"{Guid.CreateVersion7(options.Clock.GetUtcNow())}",
            ["sid"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
        };
        var content = $"{Encode(Header)}.{Encode(claims.ToJsonString())}";
        return $"{content}.{Signature(content, request.WrongSecret ? "another secret" : app.ApiSecret)}";
    }

    /// <summary>The user of a token that is good for this shop now, or null.</summary>
    public long? Read(string? token, Shop shop)
    {
        if (token?.Split('.') is not [var header, var payload, var signature]) return null;
        var app = registration.Current;
        var content = $"{header}.{payload}";
        if (signature != Signature(content, app.ApiSecret)
            && (app.OldestSecret is null || signature != Signature(content, app.OldestSecret))) return null;
        if (Claims(payload) is not { ValueKind: JsonValueKind.Object } root) return null;
        var now = options.Clock.GetUtcNow().ToUnixTimeSeconds();
        var good = Text(root, "aud") == app.ApiKey && Text(root, "dest") == $"https://{shop.Domain}"
            && Number(root, "exp") > now && Number(root, "nbf") <= now;
        return good && long.TryParse(Text(root, "sub"), out var user) ? user : null;
    }

    private static JsonElement? Claims(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(payload));
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString() : null;

    private static long Number(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
            && value.TryGetInt64(out var number) ? number : 0;

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Signature(string content, string secret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content)));
}
