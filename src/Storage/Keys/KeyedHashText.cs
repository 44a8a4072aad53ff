using System.Text;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Keys;

/// <summary>The hashes that rows are found by.</summary>
internal static class KeyedHashText
{
    /// <summary>Finds a shop where its domain must not stand.</summary>
    public static byte[] OfShop(this IKeyedHash hash, ShopDomain shop) =>
        hash.Compute("shop", Encoding.UTF8.GetBytes(shop.Value));

    /// <summary>Finds a row of one installation: the same text of another installation gives another hash.</summary>
    public static byte[] OfText(this IKeyedHash hash, string purpose, InstallationId installation, string text)
    {
        var bytes = new byte[16 + Encoding.UTF8.GetByteCount(text)];
        installation.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(16));
        return hash.Compute(purpose, bytes);
    }
}
