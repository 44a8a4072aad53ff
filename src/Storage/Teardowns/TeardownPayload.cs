using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>
/// A teardown's record as its row holds it: JSON under the key ring, since it names the shop and outlives the
/// installation's data key.
/// </summary>
internal static class TeardownPayload
{
    private const string Purpose = "teardowns.payload.v1";

    public static byte[] Protect(IRingCipher ring, TeardownRecord record) =>
        ring.Protect(Purpose, TeardownJson.Write(record));

    /// <exception cref="InvalidOperationException">It was written by a newer release.</exception>
    public static TeardownRecord Unprotect(IRingCipher ring, byte[] payload) =>
        TeardownJson.Read(ring.Unprotect(Purpose, payload));
}
