using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Shopify.SessionTokens;

/// <summary>
/// Validates the session tokens (JWT, HS256, one minute) that the admin gives an embedded app
/// (https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens). By hand and not by a library,
/// because every request of an embedded app comes through here and only one algorithm and one shape are allowed.
/// </summary>
public sealed class SessionTokenValidator
{
    /// <summary>Longest token looked at, in characters: 8 KiB.</summary>
    public const int MaximumLength = 8 * 1024;

    /// <summary>
    /// Difference of clocks that is allowed on <c>exp</c> and <c>nbf</c>: 10 s, as in the official libraries.
    /// </summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(10);

    // {"alg":"HS256","typ":"JWT"}: what Shopify sends, known without decoding it each time.
    private const string UsualHeader = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    private const int SignatureLength = 43;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly SessionTokenResult[] Refusals =
        [.. Enum.GetValues<SessionTokenRefusal>().Select(reason => new SessionTokenResult.Refused(reason))];

    private readonly string _audience;
    private readonly ApiSecrets _secrets;
    private readonly TimeProvider _time;

    /// <summary>Validates for one app.</summary>
    public SessionTokenValidator(IOptions<ShopifyOptions> options, ApiSecrets secrets, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(time);
        (_audience, _secrets, _time) = (options.Value.ApiKey, secrets, time);
    }

    /// <summary>
    /// Validates a token. It never throws, whatever the text, and says nothing of the token in its answer.
    /// </summary>
    public SessionTokenResult Validate(string? token)
    {
        if (token is null || token.Length > MaximumLength) return Refuse(SessionTokenRefusal.Malformed);
        var text = token.AsSpan();
        if (text.ContainsAnyExcept(Alphabet) || text.Count('.') != 2) return Refuse(SessionTokenRefusal.Malformed);
        var header = text[..text.IndexOf('.')];
        var signed = text[..text.LastIndexOf('.')];
        var signature = text[(signed.Length + 1)..];
        if (SessionTokenHeader.Check(header, UsualHeader) is { } refusal) return Refuse(refusal);
        return IsSigned(signed, signature)
            ? ReadClaims(signed[(header.Length + 1)..])
            : Refuse(SessionTokenRefusal.Signature);
    }

    private SessionTokenResult ReadClaims(ReadOnlySpan<char> payload)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Base64Url.GetMaxDecodedLength(payload.Length));
        try
        {
            if (!Base64Url.TryDecodeFromChars(payload, buffer, out var length)
                || !SessionTokenPayload.TryRead(buffer.AsSpan(0, length), out var claims))
            {
                return Refuse(SessionTokenRefusal.Malformed);
            }
            return Judge(claims);
        }
        catch (FormatException)
        {
            // TryDecodeFromChars is false for a short buffer and throws for a length that no text encodes to.
            return Refuse(SessionTokenRefusal.Malformed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private SessionTokenResult Judge(in SessionTokenPayload claims)
    {
        const string Scheme = "https://";
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var leeway = (long)Leeway.TotalSeconds;
        if (claims.ExpiresAt is not { } expires || now >= expires + leeway) return Refuse(SessionTokenRefusal.Expired);
        if (claims.NotBefore > now + leeway) return Refuse(SessionTokenRefusal.NotYetValid);
        if (!string.Equals(claims.Audience, _audience, StringComparison.Ordinal))
            return Refuse(SessionTokenRefusal.Audience);
        if (claims.Destination is not { } destination
            || !destination.StartsWith(Scheme, StringComparison.Ordinal)
            || !ShopDomain.TryParse(destination[Scheme.Length..], out var shop))
        {
            return Refuse(SessionTokenRefusal.Destination);
        }
        if (!IsAdminOf(claims.Issuer, shop)) return Refuse(SessionTokenRefusal.Issuer);
        if (claims.HasUnusableSubject) return Refuse(SessionTokenRefusal.Subject);
        return new SessionTokenResult.Valid(new SessionClaims(
            shop, claims.UserId, claims.SessionId, DateTimeOffset.FromUnixTimeSeconds(expires)));
    }

    private static bool IsAdminOf(string? issuer, ShopDomain shop)
    {
        const string Scheme = "https://", Admin = "/admin";
        return issuer is not null
            && issuer.Length == Scheme.Length + shop.Value.Length + Admin.Length
            && issuer.StartsWith(Scheme, StringComparison.Ordinal)
            && issuer.EndsWith(Admin, StringComparison.Ordinal)
            && issuer.AsSpan(Scheme.Length, shop.Value.Length).Equals(shop.Value, StringComparison.OrdinalIgnoreCase);
    }

    // The signature made is compared as text: decoding the one received would accept several texts for the same bytes.
    private bool IsSigned(ReadOnlySpan<char> signed, ReadOnlySpan<char> signature)
    {
        if (signature.Length != SignatureLength) return false;
        var buffer = ArrayPool<byte>.Shared.Rent(signed.Length);
        var message = buffer.AsSpan(0, Encoding.ASCII.GetBytes(signed, buffer));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<char> expected = stackalloc char[SignatureLength];
        var verified = false;
        foreach (var key in _secrets.Keys)
        {
            HMACSHA256.HashData(key, message, hash);
            Base64Url.EncodeToChars(hash, expected);
            verified |= CryptographicOperations.FixedTimeEquals(
                MemoryMarshal.AsBytes(expected), MemoryMarshal.AsBytes(signature));
        }
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return verified;
    }

    private static SessionTokenResult Refuse(SessionTokenRefusal reason) => Refusals[(int)reason - 1];
}
