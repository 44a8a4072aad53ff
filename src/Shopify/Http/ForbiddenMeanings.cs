using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.Http;

/// <summary>
/// What a 403 means: Shopify answers so for several things that differ in their words alone, in JSON of two shapes, in
/// HTML or in plain text. So the words are looked for in the bytes; none of them is kept
/// (https://shopify.dev/docs/api/usage/response-codes).
/// </summary>
internal static class ForbiddenMeanings
{
    /// <summary>As much of a body is searched; Shopify's own messages stand far before that.</summary>
    private const int SearchedBytes = 8192;

    public static AdminFailure Read(string? code, ReadOnlySpan<byte> body)
    {
        var searched = body[..Math.Min(body.Length, SearchedBytes)];
        if (code == AdminErrorCodes.ShopInactive || Says(searched, "Unavailable Shop"u8))
            return Of(AdminFailureKind.PaymentRequired, code);
        if (Says(searched, "Non-expiring access tokens are no longer accepted"u8))
            return Of(AdminFailureKind.Forbidden, AdminErrorCodes.NonExpiringToken);

        // A scope that the app was not granted, or a permission that the user lacks: of the call, not of access.
        if (code == AdminErrorCodes.AccessDenied
            || Says(searched, "Scope undefined for API access"u8)
            || Says(searched, "requires merchant approval for"u8)
            || Says(searched, "Access denied for"u8))
        {
            return Of(AdminFailureKind.Refused, AdminErrorCodes.AccessDenied);
        }

        return Of(AdminFailureKind.Forbidden, code);
    }

    private static AdminFailure Of(AdminFailureKind kind, string? code) => new() { Kind = kind, ErrorCode = code };

    // ASCII letters in either case; every other byte as it is.
    private static bool Says(ReadOnlySpan<byte> body, ReadOnlySpan<byte> words)
    {
        for (var at = 0; at + words.Length <= body.Length; at++)
            if (System.Text.Ascii.EqualsIgnoreCase(body.Slice(at, words.Length), words)) return true;
        return false;
    }
}
