using System.Globalization;
using System.Text.Json;

namespace Shopkeeper.Shopify.SessionTokens;

/// <summary>The claims of a token whose signature holds, read in one pass and not yet judged.</summary>
internal struct SessionTokenPayload
{
    private const int MaximumSessionIdLength = 128;

    public string? Issuer { get; private set; }

    public string? Destination { get; private set; }

    public string? Audience { get; private set; }

    public string? SessionId { get; private set; }

    public long? UserId { get; private set; }

    public bool HasUnusableSubject { get; private set; }

    public long? ExpiresAt { get; private set; }

    public long? NotBefore { get; private set; }

    /// <summary>False when it is no JSON object, or a claim is repeated or of another type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out SessionTokenPayload payload)
    {
        payload = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            var seen = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var claim = NameOf(ref reader);
                if (claim != 0 && (seen & claim) != 0) return false;
                seen |= claim;
                if (!reader.Read() || !payload.TryTake(claim, ref reader)) return false;
            }
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static int NameOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("iss"u8)) return 1;
        if (reader.ValueTextEquals("dest"u8)) return 2;
        if (reader.ValueTextEquals("aud"u8)) return 4;
        if (reader.ValueTextEquals("sub"u8)) return 8;
        if (reader.ValueTextEquals("exp"u8)) return 16;
        if (reader.ValueTextEquals("nbf"u8)) return 32;
        return reader.ValueTextEquals("sid"u8) ? 64 : 0;
    }

    private bool TryTake(int claim, ref Utf8JsonReader reader)
    {
        switch (claim)
        {
            case 0:
                reader.Skip();
                return true;
            case 16 or 32:
                return TryTakeInstant(claim, ref reader);
        }
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.String) return false;
        var text = reader.GetString()!;
        switch (claim)
        {
            case 1: Issuer = text; break;
            case 2: Destination = text; break;
            case 4: Audience = text; break;
            case 8:
                UserId = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
                HasUnusableSubject = UserId is null or 0;
                break;
            default: SessionId = text; break;
        }
        return claim != 64 || text.Length <= MaximumSessionIdLength;
    }

    private bool TryTakeInstant(int claim, ref Utf8JsonReader reader)
    {
        // The last second of the year 9999: DateTimeOffset knows none later.
        const long Latest = 253_402_300_799;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var seconds)) return false;
        if (seconds is < 0 or > Latest) return false;
        if (claim == 16) ExpiresAt = seconds;
        else NotBefore = seconds;
        return true;
    }
}
