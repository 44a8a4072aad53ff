using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Shopkeeper.Shopify;

/// <summary>
/// A shop's permanent address, <c>{name}.myshopify.com</c>, in lower case. Parsed once at each edge; everything behind
/// the edge passes the value. Two values are equal when the addresses are.
/// </summary>
/// <remarks>
/// Stricter than Shopify's documented pattern, whose printed form has no end anchor
/// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant):
/// <c>\z</c> instead of <c>$</c>, so that no trailing newline passes, and at most 63 characters of name.
/// </remarks>
[JsonConverter(typeof(ShopDomainJsonConverter))]
public sealed partial record ShopDomain
{
    private ShopDomain(string value) => Value = value;

    /// <summary>The address in lower case, for example <c>blue-widgets.myshopify.com</c>.</summary>
    public string Value { get; }

    /// <summary>
    /// The name before <c>.myshopify.com</c>, which is also the handle in <c>admin.shopify.com/store/{handle}</c>.
    /// </summary>
    public string Handle => Value[..^".myshopify.com".Length];

    /// <summary>Reads a shop domain of any letter case.</summary>
    /// <returns>False when <paramref name="text"/> is null or no <c>*.myshopify.com</c> address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ShopDomain? shop)
    {
        // ASCII first: lower-casing would turn the Kelvin sign into a k, and so give one shop a second spelling.
        var lower = text is { Length: <= 77 } && Ascii.IsValid(text) ? text.ToLowerInvariant() : null;
        shop = lower is not null && Pattern().IsMatch(lower) ? new ShopDomain(lower) : null;
        return shop is not null;
    }

    /// <summary>Reads a shop domain of any letter case.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is no <c>*.myshopify.com</c> address.</exception>
    public static ShopDomain Parse(string text) =>
        TryParse(text, out var shop) ? shop : throw new FormatException("A shop domain is {name}.myshopify.com.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

internal sealed class ShopDomainJsonConverter : JsonConverter<ShopDomain>
{
    public override ShopDomain Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ShopDomain.TryParse(reader.GetString(), out var shop) ? shop : throw new JsonException("No shop domain.");

    public override void Write(Utf8JsonWriter writer, ShopDomain value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
