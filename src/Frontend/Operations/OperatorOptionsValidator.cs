using System.Globalization;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Frontend.Operations;

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
                    $"Operator:Keys:{key}:Sha256 must be the {HexLength} hex digits of the key's SHA-256, as printed "
                    + $"by sha256sum."));
            }
            var roles = value.Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (roles.Length == 0 || roles.Any(role => role is not (OperatorRoles.Viewer or OperatorRoles.Operator)))
                return ValidateOptionsResult.Fail($"Operator:Keys:{key}:Roles must be viewer, operator or both.");
        }
        return ValidateOptionsResult.Success;
    }
}
