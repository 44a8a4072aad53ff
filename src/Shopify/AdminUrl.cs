namespace Shopkeeper.Shopify;

/// <summary>
/// Addresses within a shop's admin, always derived from the parsed shop domain, never from a request.
/// </summary>
public static class AdminUrl
{
    /// <summary>What stands for the shop domain in <see cref="ShopifyOptions.AdminUrlTemplate"/>.</summary>
    public const string Placeholder = "{shop}";

    /// <summary>The address of <paramref name="path"/> (without a leading slash) in the shop's admin.</summary>
    /// <exception cref="UriFormatException">
    /// The template is no absolute address; the validator refuses such a start.
    /// </exception>
    public static Uri For(ShopifyOptions options, ShopDomain shop, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(shop);
        var shopUrl = options.AdminUrlTemplate.Replace(Placeholder, shop.Value, StringComparison.Ordinal);
        return new Uri($"{shopUrl.TrimEnd('/')}/{path}", UriKind.Absolute);
    }
}
