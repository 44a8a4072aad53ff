using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Keys;

namespace Shopkeeper.Frontend.Operations;

internal sealed class OperatorOptionsValidator : IValidateOptions<OperatorOptions>
{
    public ValidateOptionsResult Validate(string? name, OperatorOptions options)
    {
        var failures = new List<string>();
        if (KeyNames.FindProblem(OperatorOptions.Section, options.Keys) is { } problem) failures.Add(problem);
        foreach (var (key, value) in options.Keys)
        {
            var roles = KeyNames.Items(value.Roles);
            if (roles.Length == 0 || roles.Any(role => role is not (OperatorRoles.Viewer or OperatorRoles.Operator)))
                failures.Add($"Operator:Keys:{key}:Roles must be viewer, operator or both.");
        }
        return failures is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
