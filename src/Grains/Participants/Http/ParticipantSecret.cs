using System.Diagnostics.CodeAnalysis;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>A secret of Standard Webhooks.</summary>
internal static class ParticipantSecret
{
    private const string Prefix = "whsec_";

    /// <summary>Reads <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) || length is < 24 or > 64)
            return false;
        key = bytes[..length];
        return true;
    }
}
