using System.Globalization;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Frontend.Operations;

/// <summary>The operators' keys: section <c>Operator</c>.</summary>
public sealed class OperatorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Operator";

    /// <summary>Keys by the name that the audit shows.</summary>
    public IDictionary<string, OperatorKey> Keys { get; } = new Dictionary<string, OperatorKey>(StringComparer.Ordinal);
}

/// <summary>One operator's key. Only its hash is configured.</summary>
public sealed class OperatorKey
{
    /// <summary>SHA-256 of the key, in hex. Make keys of at least 32 random bytes.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary><c>viewer</c> may read, <c>operator</c> may act too. Comma separated. Default <c>operator</c>.</summary>
    public string Roles { get; set; } = OperatorRoles.Operator;

    /// <summary>When the key ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}

/// <summary>What operators may do.</summary>
public static class OperatorRoles
{
    /// <summary>May read.</summary>
    public const string Viewer = "viewer";

    /// <summary>May read and act.</summary>
    public const string Operator = "operator";
}

internal sealed class OperatorOptionsValidator : IValidateOptions<OperatorOptions>
{
    private const int HexLength = 64;

    public ValidateOptionsResult Validate(string? name, OperatorOptions options)
    {
        foreach (var (key, value) in options.Keys)
        {
            if (value.Sha256.Length != HexLength || !value.Sha256.All(char.IsAsciiHexDigit))
            {
                return ValidateOptionsResult.Fail(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Operator:Keys:{key}:Sha256 must be the {HexLength} hex digits of the key's SHA-256, as printed by sha256sum."));
            }
            var roles = value.Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (roles.Length == 0 || roles.Any(role => role is not (OperatorRoles.Viewer or OperatorRoles.Operator)))
                return ValidateOptionsResult.Fail($"Operator:Keys:{key}:Roles must be viewer, operator or both.");
        }
        return ValidateOptionsResult.Success;
    }
}
