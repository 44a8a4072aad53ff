using System.Security.Cryptography;
using System.Text;

namespace Shopkeeper.Frontend.Keys;

/// <summary>Finds keys among those configured, and says what is wrong with their configuration.</summary>
internal static class KeyNames
{
    /// <summary>The longest key that is looked at, in characters.</summary>
    public const int MaximumKeyLength = 512;

    private const int HexLength = 64;
    private const int MaximumNameLength = 64;

    /// <summary>True for what a key may be called: letters, digits, '.', '_' and '-'.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaximumNameLength
        && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '-');

    /// <summary>The name of a key that has not ended. Looks at all keys in full, whichever fits.</summary>
    public static string? Find<TKey>(IEnumerable<KeyValuePair<string, TKey>> keys, string key, DateTimeOffset now)
        where TKey : HashedKey
    {
        if (key.Length is 0 or > MaximumKeyLength) return null;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        string? found = null;
        foreach (var (name, configured) in keys)
        {
            var fits = CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(configured.Sha256));
            if (fits && configured.IsValid(now)) found = name;
        }
        return found;
    }

    /// <summary>The items of a comma separated setting.</summary>
    public static string[] Items(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What is wrong with a section of keys, with the remedy; null when nothing is.</summary>
    public static string? FindProblem<TKey>(string section, IEnumerable<KeyValuePair<string, TKey>> keys)
        where TKey : HashedKey
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, key) in keys)
        {
            if (!IsName(name))
                return $"A name in {section}:Keys is not acceptable. Use at most 64 letters, digits, '.', '_' and '-'.";
            if (key.Sha256.Length != HexLength || !key.Sha256.All(char.IsAsciiHexDigit))
            {
                return $"{section}:Keys:{name}:Sha256 must be the {HexLength} hex digits of the key's SHA-256, as "
                    + "printed by sha256sum.";
            }
            if (!seen.TryAdd(key.Sha256, name))
            {
                return $"{section}:Keys:{name} and {section}:Keys:{seen[key.Sha256]} are the same key. Give each name "
                    + "a key of its own: the audit log tells them apart by it.";
            }
        }
        return null;
    }
}
