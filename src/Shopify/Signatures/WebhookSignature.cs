using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Shopkeeper.Shopify.Signatures;

/// <summary>
/// The signature of a delivery: base64 of HMAC-SHA256 over the raw body
/// (https://shopify.dev/docs/apps/build/webhooks/subscribe/https). Only the body is signed: no header is.
/// </summary>
public static class WebhookSignature
{
    private const int TextLength = 44;

    /// <summary>
    /// True when one of the secrets made the signature. Takes the same time wherever the first difference is and
    /// whichever secret fits. Base64 in another form than the shortest is refused.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> body, string? signature, ApiSecrets secrets) =>
        FindSecret(body, signature, secrets) >= 0;

    /// <summary>
    /// Which of the secrets made the signature: 0 the one in use, n the n-th previous one, -1 none. Every secret is
    /// tried, whichever fits, so that the time taken tells nothing.
    /// </summary>
    public static int FindSecret(ReadOnlySpan<byte> body, string? signature, ApiSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (signature is not { Length: TextLength }) return -1;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var found = -1;
        for (var place = 0; place < secrets.Keys.Length; place++)
        {
            HMACSHA256.HashData(secrets.Keys[place], body, hash);

            // All ones where it fits and none where it does not: the choice takes no branch. Two secrets never fit.
            var fits = -Convert.ToInt32(Matches(hash, signature));
            found = (found & ~fits) | (place & fits);
        }
        return found;
    }

    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, string?, ApiSecrets)"/>
    public static bool Verify(in ReadOnlySequence<byte> body, string? signature, ApiSecrets secrets)
    {
        if (body.IsSingleSegment) return Verify(body.FirstSpan, signature, secrets);
        ArgumentNullException.ThrowIfNull(secrets);
        if (signature is not { Length: TextLength }) return false;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var verified = false;
        foreach (var key in secrets.Keys)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            foreach (var segment in body) hmac.AppendData(segment.Span);
            hmac.GetHashAndReset(hash);
            verified |= Matches(hash, signature);
        }
        return verified;
    }

    /// <summary>Signs a body as Shopify does; for tests and tools.</summary>
    public static string Sign(ReadOnlySpan<byte> body, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private static bool Matches(ReadOnlySpan<byte> hash, string signature)
    {
        Span<byte> ascii = stackalloc byte[TextLength];
        Base64.EncodeToUtf8(hash, ascii, out _, out _);
        Span<char> expected = stackalloc char[TextLength];
        Encoding.ASCII.GetChars(ascii, expected);
        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(expected), MemoryMarshal.AsBytes(signature.AsSpan()));
    }
}
