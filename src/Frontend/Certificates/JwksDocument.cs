using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.Grains.Abstractions.Certificates;

namespace Shopkeeper.Frontend.Certificates;

/// <summary>The public keys as a JWK set (RFC 7517).</summary>
internal static class JwksDocument
{
    public static string Of(ICertificateKeys keys)
    {
        var set = new JsonArray();
        foreach (var (kid, key) in keys.PublicKeys)
        {
            set.Add(new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["use"] = "sig",
                ["alg"] = "ES256",
                ["kid"] = kid,
                ["x"] = WebEncoders.Base64UrlEncode(key.Q.X!),
                ["y"] = WebEncoders.Base64UrlEncode(key.Q.Y!),
            });
        }
        return new JsonObject { ["keys"] = set }.ToJsonString(JsonSerializerOptions.Web);
    }
}
