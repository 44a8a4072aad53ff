using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Http;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.SessionTokens;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Shopify;

/// <summary>Registers the platform.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ShopifyOptions"/> from the section <c>Shopify</c>, validated at start, and everything that
    /// speaks with Shopify. Safe to call twice; what is registered already stays.
    /// </summary>
    public static IServiceCollection AddShopify(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        // Binding a list twice would double it.
        if (services.Any(service => service.ServiceType == typeof(Registered))) return services;
        services.AddSingleton<Registered>();

        services.AddOptions<ShopifyOptions>().BindConfiguration(ShopifyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ShopifyOptions>, ShopifyOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new ApiSecrets(provider.GetRequiredService<IOptions<ShopifyOptions>>()));
        services.TryAddSingleton<SessionTokenValidator>();
        services.TryAddSingleton<IAdminGate, OpenGate>();
        services.TryAddSingleton<IAdminClient, AdminClient>();
        services.TryAddSingleton<IOAuthClient, OAuthClient>();
        ShopifyHttp.Add(services);
        return services;
    }

    private sealed class Registered;
}
