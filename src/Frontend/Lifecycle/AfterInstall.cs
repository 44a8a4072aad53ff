using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Lifecycle;

/// <summary>Where the browser goes after an install: to the app inside the shop's admin, and nowhere else.</summary>
internal static class AfterInstall
{
    private const string DefaultTemplate = "https://{shop}";

    /// <returns>False when <paramref name="host"/> is there and does not decode to this shop's admin.</returns>
    public static bool TryTarget(
        ShopifyOptions options, ShopDomain shop, StringValues host, [NotNullWhen(true)] out Uri? target)
    {
        target = AdminUrl.For(options, shop, $"admin/apps/{Uri.EscapeDataString(options.ApiKey)}");
        if (host.Count == 0 || StringValues.IsNullOrEmpty(host)) return true;
        if (Decode(host.ToString()) is not { } decoded || !IsAdminOf(decoded, shop)) return false;
        // A shop behind another address than Shopify's (a simulator) has its admin there.
        if (options.AdminUrlTemplate == DefaultTemplate)
            target = new Uri($"https://{decoded}/apps/{Uri.EscapeDataString(options.ApiKey)}");
        return true;
    }

    /// <returns>True when <paramref name="host"/> decodes to this shop's admin.</returns>
    public static bool IsHostOf(ShopDomain shop, string host) =>
        Decode(host) is { } decoded && IsAdminOf(decoded, shop);

    // The handle in admin.shopify.com need not be the domain's name: shops can be renamed there.
    private static bool IsAdminOf(string decoded, ShopDomain shop)
    {
        const string Store = "admin.shopify.com/store/";
        if (decoded == $"{shop.Value}/admin") return true;
        return decoded.StartsWith(Store, StringComparison.Ordinal)
            && decoded.Length is > 24 and < 128
            && decoded.AsSpan(Store.Length).IndexOfAnyExcept(Handle) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> Handle =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static string? Decode(string host)
    {
        try
        {
            return host.Length > 256
                ? null
                : Encoding.ASCII.GetString(
                    WebEncoders.Base64UrlDecode(host.TrimEnd('=').Replace('+', '-').Replace('/', '_')));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
