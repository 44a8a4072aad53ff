using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>
/// A teardown's payload: its JSON, encrypted under the key ring, since it outlives the installation's data key.
/// </summary>
internal sealed class TeardownCodec(IRingCipher ring)
{
    private const string Purpose = "teardowns.payload.v1";

    public byte[] Encode(TeardownRecord record) => ring.Protect(Purpose, TeardownJson.Write(record));

    /// <summary>Reads the payload of the row with this id.</summary>
    /// <exception cref="InvalidOperationException">It is another row's payload, or from a newer release.</exception>
    public TeardownRecord Decode(Guid id, byte[] payload, long version)
    {
        var record = TeardownJson.Read(ring.Unprotect(Purpose, payload), version);
        return record.Id == id
            ? record
            : throw new InvalidOperationException($"The row of teardown {id:D} holds another teardown's payload.");
    }
}
