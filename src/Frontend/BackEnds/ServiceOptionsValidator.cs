using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Keys;

namespace Shopkeeper.Frontend.BackEnds;

internal sealed class ServiceOptionsValidator : IValidateOptions<ServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceOptions options)
    {
        var failures = new List<string>();
        if (KeyNames.FindProblem(ServiceOptions.Section, options.Keys) is { } problem) failures.Add(problem);
        foreach (var (key, value) in options.Keys)
        {
            var scopes = KeyNames.Items(value.Scopes);
            if (scopes.Length == 0 || scopes.Any(scope => !ServiceScopes.All.Contains(scope)))
            {
                failures.Add($"Service:Keys:{key}:Scopes must be some of {string.Join(", ", ServiceScopes.All)}.");
            }
        }
        return failures is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
