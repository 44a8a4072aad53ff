using System.Globalization;
using System.Text.Json;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Shopify.Webhooks;

/// <summary>
/// The body of <c>app/scopes_update</c>: what a merchant has granted from now on
/// (https://shopify.dev/docs/apps/build/authentication-authorization/app-installation/manage-access-scopes).
/// </summary>
/// <param name="Current">All scopes granted.</param>
/// <param name="UpdatedAt">When they came to be.</param>
public sealed record ScopesUpdate(AccessScopes Current, DateTimeOffset UpdatedAt)
{
    private const int MaximumScopes = 500;
    private const int MaximumLength = 100;

    /// <summary>Reads it. It never throws, whatever the bytes.</summary>
    /// <returns>
    /// Null unless <c>current</c> is a list of at most 500 scopes and <c>updated_at</c> an instant.
    /// </returns>
    public static ScopesUpdate? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("current", out var current) && TryScopes(current, out var scopes)
                && root.TryGetProperty("updated_at", out var at) && TryInstant(at, out var instant)
                ? new ScopesUpdate(scopes, instant)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair.
            return null;
        }
    }

    private static bool TryScopes(JsonElement list, out AccessScopes scopes)
    {
        scopes = AccessScopes.None;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaximumScopes) return false;
        var named = new List<string>(list.GetArrayLength());
        foreach (var one in list.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String) return false;
            if (one.GetString() is not { } text || !IsScope(text)) return false;
            named.Add(text);
        }

        scopes = AccessScopes.Parse(string.Join(',', named));
        return true;
    }

    private static bool IsScope(string text) =>
        text.Length is > 0 and <= MaximumLength
        && text.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    private static bool TryInstant(JsonElement value, out DateTimeOffset instant)
    {
        instant = default;
        return value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(
                value.GetString(), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }
}
