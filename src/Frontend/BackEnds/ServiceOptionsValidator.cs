using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Keys;

namespace Shopkeeper.Frontend.BackEnds;

internal sealed class ServiceOptionsValidator : IValidateOptions<ServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceOptions options)
    {
        if (KeyNames.FindProblem(ServiceOptions.Section, options.Keys) is { } problem)
            return ValidateOptionsResult.Fail(problem);
        foreach (var (key, value) in options.Keys)
        {
            var scopes = KeyNames.Items(value.Scopes);
            if (scopes.Length == 0 || scopes.Any(scope => !ServiceScopes.All.Contains(scope)))
            {
                return ValidateOptionsResult.Fail(
                    $"Service:Keys:{key}:Scopes must be some of {string.Join(", ", ServiceScopes.All)}.");
            }
        }
        return ValidateOptionsResult.Success;
    }
}
