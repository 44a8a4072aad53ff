using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Inbox;

/// <summary>
/// Encrypts what the inbox holds under the ring, since a delivery is recorded before its installation is known. The
/// hints stand beside the payload and not in it: a silo that does not know them yet still reads the payload, and a list
/// of dead letters opens no payload.
/// </summary>
internal sealed class InboxCipher(IRingCipher ring)
{
    private const string PayloadPurpose = "webhook_inbox.payload.v1";
    private const string HintsPurpose = "webhook_inbox.hints.v1";

    public byte[] Payload(ReadOnlySpan<byte> body) => ring.Protect(PayloadPurpose, body);

    /// <returns>Null when nothing is hinted at.</returns>
    public byte[]? Hints(DeliveryHints hints) =>
        StoredHints.Write(hints) is { } json ? ring.Protect(HintsPurpose, json) : null;

    /// <exception cref="CryptographicException">Altered, or of a key that the ring lost.</exception>
    public byte[] ReadPayload(byte[] payload) => ring.Unprotect(PayloadPurpose, payload);

    /// <exception cref="CryptographicException">Altered, or of a key that the ring lost.</exception>
    public DeliveryHints ReadHints(byte[]? hints) =>
        hints is null ? DeliveryHints.None : StoredHints.Read(ring.Unprotect(HintsPurpose, hints));
}
