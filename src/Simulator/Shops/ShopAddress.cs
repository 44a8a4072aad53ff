using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Shopkeeper.Simulator.Shops;

/// <summary>Reads <c>{name}.myshopify.com</c> and derives from it what a shop has unless told otherwise.</summary>
internal static partial class ShopAddress
{
    public const string Suffix = ".myshopify.com";

    public static bool TryParse(string? text, [NotNullWhen(true)] out string? domain)
    {
        domain = text?.ToLowerInvariant();
        if (domain is not null && Pattern().IsMatch(domain)) return true;
        domain = null;
        return false;
    }

    public static string Handle(string domain) => domain[..^Suffix.Length];

    /// <summary>The name of the shop: <c>blue-widgets</c> becomes <c>Blue Widgets</c>.</summary>
    public static string Name(string domain) => string.Join(' ', Handle(domain)
        .Split('-', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>A number that depends on the domain and the purpose alone.</summary>
    public static ulong Seed(string domain, string purpose) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{domain}")));

    /// <summary>An id of eleven digits, as Shopify's are.</summary>
    public static long NumericId(string domain, string purpose) =>
        10_000_000_000L + (long)(Seed(domain, purpose) % 89_999_999_999UL);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
