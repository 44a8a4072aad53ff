using System.Security.Cryptography;
using System.Text;

namespace Shopkeeper.Simulator.OAuth;

/// <summary>Signs the query of an address that Shopify sends a browser to.</summary>
/// <remarks>
/// https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant : the
/// parameters but <c>hmac</c>, sorted by name, joined, signed with HMAC-SHA256, in lower-case hex.
/// </remarks>
internal static class QuerySignature
{
    /// <summary>
    /// The address with the parameters and their <c>hmac</c>; parameters it has already are signed too.
    /// </summary>
    public static Uri Sign(Uri address, IEnumerable<KeyValuePair<string, string>> parameters, string secret)
    {
        var all = Existing(address).Concat(parameters)
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Select(parameter => $"{Escape(parameter.Key)}={Escape(parameter.Value)}");
        var query = string.Join('&', all);
        var hmac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(query));
        return new UriBuilder(address) { Query = $"{query}&hmac={Convert.ToHexStringLower(hmac)}" }.Uri;
    }

    /// <summary>The <c>host</c> parameter: the admin's address of the shop in base64 without padding.</summary>
    public static string Host(string handle) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin.shopify.com/store/{handle}")).TrimEnd('=');

    private static IEnumerable<KeyValuePair<string, string>> Existing(Uri address) =>
        from part in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        let pair = part.Split('=', 2)
        select KeyValuePair.Create(
            Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : ""));

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
