using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Frontend.BackEnds;

/// <summary>Registers what the routes of the app's back ends need.</summary>
internal static class BackEndServiceCollectionExtensions
{
    /// <summary>Adds keys, scheme and a policy for each scope, called like it.</summary>
    public static IServiceCollection AddBackEnds(this IServiceCollection services)
    {
        services.AddOptions<ServiceOptions>().BindConfiguration(ServiceOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ServiceOptions>, ServiceOptionsValidator>());
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ServiceAuthentication>(ServiceAuthentication.SchemeName, null);
        var policies = services.AddAuthorizationBuilder();
        foreach (var scope in ServiceScopes.All)
        {
            policies.AddPolicy(scope, policy => policy
                .AddAuthenticationSchemes(ServiceAuthentication.SchemeName)
                .RequireClaim(ServiceAuthentication.ScopeClaim, scope));
        }
        return services;
    }
}
