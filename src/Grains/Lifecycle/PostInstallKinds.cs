using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// A job that a stay begins with and that nobody handles would fail at every install: it stops the start.
/// </summary>
internal sealed class PostInstallKinds(IServiceProvider services) : IValidateOptions<InstallOptions>
{
    public ValidateOptionsResult Validate(string? name, InstallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (services.GetService<JobKinds>() is not { } kinds) return ValidateOptionsResult.Skip;
        var unknown = options.JobKinds.Concat(options.ReauthorizationJobKinds)
            .FirstOrDefault(kind => kinds.Find(kind) is null);
        return unknown is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Install:JobKinds names '{unknown}', and no IJobHandler handles it; register one, or take it out.");
    }
}
