using System.Buffers.Text;
using System.Text.Json;

namespace Shopkeeper.Shopify.SessionTokens;

/// <summary>The first segment of a token: the algorithm is HS256, whatever the token would like.</summary>
internal static class SessionTokenHeader
{
    private const int MaximumLength = 512;

    /// <summary>Null when the header is fine.</summary>
    public static SessionTokenRefusal? Check(ReadOnlySpan<char> header, ReadOnlySpan<char> usual)
    {
        if (header.SequenceEqual(usual)) return null;
        if (header.Length is 0 or > MaximumLength) return SessionTokenRefusal.Malformed;
        Span<byte> json = stackalloc byte[MaximumLength];
        try
        {
            return Base64Url.TryDecodeFromChars(header, json, out var length)
                ? Read(json[..length])
                : SessionTokenRefusal.Malformed;
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException)
        {
            return SessionTokenRefusal.Malformed;
        }
    }

    private static SessionTokenRefusal? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return SessionTokenRefusal.Malformed;
        var algorithms = 0;
        SessionTokenRefusal? refusal = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAlgorithm = reader.ValueTextEquals("alg"u8);
            var isExtension = reader.ValueTextEquals("crit"u8);
            reader.Read();
            if (isExtension) refusal = SessionTokenRefusal.Algorithm;
            if (isAlgorithm && !IsHs256(ref reader)) refusal = SessionTokenRefusal.Algorithm;
            if (isAlgorithm) algorithms++;
            reader.Skip();
        }
        reader.Read();
        return refusal ?? (algorithms == 1 ? null : SessionTokenRefusal.Algorithm);
    }

    private static bool IsHs256(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("HS256"u8);
}
