using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Shopkeeper.Shopify.Tests.SessionTokens;

/// <summary>Makes session tokens, good and bad, by other code than judges them.</summary>
internal static class TokenForge
{
    public const string Secret = "hush-hush";
    public const string ApiKey = "api-key";
    public const long Now = 1_700_000_000;

    public static JsonObject Header() => new() { ["alg"] = "HS256", ["typ"] = "JWT" };

    public static JsonObject Claims() => new()
    {
        ["iss"] = "https://blue-widgets.myshopify.com/admin",
        ["dest"] = "https://blue-widgets.myshopify.com",
        ["aud"] = ApiKey,
        ["sub"] = "42",
        ["exp"] = Now + 60,
        ["nbf"] = Now,
        ["iat"] = Now,
        ["jti"] = "f8912129-1af6-4cad-9ca3-76b0f7621087",
        ["sid"] = "aaea182f2732d44c23057c0fea584021a4485b2bd25d3eb7fd349313ad24c685",
    };

    public static string With(string claim, JsonNode? value)
    {
        var claims = Claims();
        claims[claim] = value;
        return Sign(Header(), claims);
    }

    public static string Without(string claim)
    {
        var claims = Claims();
        claims.Remove(claim);
        return Sign(Header(), claims);
    }

    public static string Sign(JsonObject header, JsonObject claims, string secret = Secret) =>
        Sign(header.ToJsonString(), claims.ToJsonString(), secret);

    public static string Sign(string header, string payload, string secret = Secret)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{SignatureOf(signed, secret)}";
    }

    public static string SignatureOf(string signed, string secret = Secret) =>
        Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)));

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
