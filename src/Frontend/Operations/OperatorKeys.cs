using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Frontend.Operations;

/// <summary>The configured keys, as questions.</summary>
internal sealed class OperatorKeys(IOptions<OperatorOptions> operators, TimeProvider time)
{
    private const int MaximumNameLength = 64;

    /// <summary>True for what a key may be called: letters, digits, '.', '_' and '-'.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaximumNameLength
        && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '-');

    /// <summary>The name of a key that is configured and has not ended. Looks at all keys, whichever fits.</summary>
    public string? Find(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        string? found = null;
        foreach (var (name, configured) in operators.Value.Keys)
        {
            if (CryptographicOperations.FixedTimeEquals(
                hash, Convert.FromHexString(configured.Sha256)) && IsValid(name))
                found = name;
        }
        return found;
    }

    /// <summary>True while a key of that name is configured and has not ended.</summary>
    public bool IsValid(string name) =>
        operators.Value.Keys.TryGetValue(name, out var key) && (key.ExpiresAt is not { } end || end > time.GetUtcNow());

    /// <summary>True while the configured key of that name is still the one that a cookie was given for.</summary>
    public bool IsStill(string name, string sha256) =>
        IsValid(name) && string.Equals(operators.Value.Keys[name].Sha256, sha256, StringComparison.OrdinalIgnoreCase);

    /// <summary>The configured hash of the key of that name.</summary>
    public string HashOf(string name) => operators.Value.Keys[name].Sha256;

    /// <summary>What the key of that name may do.</summary>
    public string[] RolesOf(string name) =>
        operators.Value.Keys[name].Roles.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
