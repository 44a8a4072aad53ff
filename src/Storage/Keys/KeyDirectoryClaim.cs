using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Keys;

/// <summary>
/// Ties the database to one key directory. Under another hash key no shop's past would be found, and under another ring
/// nothing would decrypt, so a process with other keys must not start. The first process to start on a database writes
/// a hash under the hash key and a text that only the ring opens; each that starts later must find its own.
/// </summary>
internal sealed class KeyDirectoryClaim(
    Database database, KeyDirectory directory, IKeyedHash hash, IRingCipher ring)
{
    private const string Purpose = "key-directory.v1";
    private static readonly byte[] Known = "shopkeeper"u8.ToArray();

    /// <summary>Compares, after writing what is not there yet.</summary>
    /// <exception cref="InvalidOperationException">The database belongs to another key directory.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var fingerprint = hash.Compute(Purpose, Known);
        var stored = await database.WriteAsync(
            async session =>
            {
                var proof = ring.Protect(Purpose, Known);
                await session.ExecuteAsync("key-directory/claim", new { fingerprint, proof });
                return await session.FindAsync<Claim>("key-directory/read");
            },
            cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(stored!.HashFingerprint, fingerprint))
            throw Refuse("hash.key is not the one");
        if (!Opens(stored.RingProof)) throw Refuse("no key of ring/ is one");
    }

    private bool Opens(byte[] proof)
    {
        try
        {
            return ring.Unprotect(Purpose, proof).AsSpan().SequenceEqual(Known);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private InvalidOperationException Refuse(string why) => new(
        $"The keys in {directory.Root} do not belong to this database: {why} that it was begun with. Set "
        + "Keys:Directory to the folder that all silos and front ends share, or restore it from its backup.");

    private sealed record Claim
    {
        public byte[] HashFingerprint { get; init; } = [];

        public byte[] RingProof { get; init; } = [];
    }
}
