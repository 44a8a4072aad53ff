using System.Diagnostics.CodeAnalysis;

namespace Shopkeeper.Frontend.Embedding;

/// <summary>
/// Where App Bridge goes back to with a session token: an address of this app and nowhere else, since the token would
/// go with it.
/// </summary>
internal static class ReloadTarget
{
    /// <summary>The parameter by which App Bridge is told.</summary>
    public const string Parameter = "shopify-reload";

    private const int MaximumLength = 8 * 1024;

    /// <returns>False unless the text is an address on the app's own origin, or a path of it.</returns>
    public static bool TryRead(string? text, Uri appUrl, [NotNullWhen(true)] out Uri? target)
    {
        ArgumentNullException.ThrowIfNull(appUrl);
        target = null;
        if (text is not { Length: > 0 and <= MaximumLength } || !IsPlain(text)) return false;
        var isPath = text[0] == '/' && (text.Length == 1 || text[1] != '/');
        if (!isPath && !text.StartsWith($"{appUrl.Scheme}://", StringComparison.Ordinal)) return false;
        if (!Uri.TryCreate(appUrl, text, out var read)) return false;
        var isOwn = read.Scheme == appUrl.Scheme && read.Host == appUrl.Host && read.Port == appUrl.Port
            && read.UserInfo.Length == 0;
        target = isOwn ? read : null;
        return isOwn;
    }

    // Browsers take a backslash for a slash, and drop line breaks.
    private static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('\\');
}
