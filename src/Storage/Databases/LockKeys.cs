using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Databases;

/// <summary>
/// The 64-bit keys of advisory locks. Two things with one key only wait for each other without need, so that a
/// collision costs time and nothing else.
/// </summary>
internal static class LockKeys
{
    /// <summary>Held while migrations are applied.</summary>
    public const long Migrations = 0x53686F706B656570;

    /// <summary>Held while ends that nobody attests are counted and noted.</summary>
    public const long UnattestedEnds = 0x456E6473556E6174;

    /// <summary>Held while checks of access are claimed.</summary>
    public const long AccessChecks = 0x4163636573734368;

    public static long Of(InstallationId installation)
    {
        Span<byte> bytes = stackalloc byte[16];
        installation.Value.TryWriteBytes(bytes, bigEndian: true, out _);

        // The second half of a UUIDv7 is random. Installations have the non-negative keys, shops the negative ones.
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) & long.MaxValue;
    }

    public static long Of(ShopDomain shop) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(shop.Value))) | long.MinValue;
}
