using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Configuration;

namespace Shopkeeper.Grains.Configuration;

/// <summary>Whether a configuration may take another's place.</summary>
internal static class ConfigurationRules
{
    /// <summary>The longest document, in bytes of UTF-8: 64 KiB.</summary>
    public const int MaximumBytes = 64 * 1024;

    /// <summary>What a shop has before anybody configures it.</summary>
    public static ConfigurationDocument Empty { get; } = new() { Json = "{}", Version = 0 };

    /// <summary>
    /// True when the command was carried out before, and its answer lost: the document is the one it brings, and the
    /// next after the one it names (RFC 9110, section 13.1.1, lets that be answered as a success).
    /// </summary>
    public static bool IsReplaced(ConfigurationDocument current, PutConfiguration command)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(command);
        return command.IfVersion is { } version && version + 1 == current.Version && command.Json == current.Json;
    }

    /// <summary>The document that follows, or null when somebody else was first.</summary>
    /// <exception cref="ArgumentException">
    /// The document is too long or no JSON object; the edge lets no such one through.
    /// </exception>
    public static ConfigurationDocument? Replace(ConfigurationDocument current, PutConfiguration command)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(command);
        if (Encoding.UTF8.GetByteCount(command.Json) > MaximumBytes || !IsObject(command.Json))
            throw new ArgumentException("A configuration is a JSON object of at most 64 KiB.", nameof(command));
        if (command.IfVersion is { } version && version != current.Version) return null;
        return new ConfigurationDocument { Json = command.Json, Version = current.Version + 1 };
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
