using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Grains.Lifecycle;

namespace Shopkeeper.Grains.Tokens;

/// <summary>Registers what keeps tokens fresh.</summary>
public static class TokensServiceCollectionExtensions
{
    /// <summary>
    /// Adds refresh and migration of tokens with <see cref="TokensOptions"/> and <see cref="MigrationOptions"/>,
    /// validated at start. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(GrantRefresh))) return services;
        services.AddOptions<TokensOptions>().BindConfiguration(TokensOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TokensOptions>, TokensOptionsValidator>();
        services.AddOptions<MigrationOptions>().BindConfiguration(MigrationOptions.Section)
            .Validate(
                options => options.Canary is >= 1 and <= 1_000, "Tokens:Migration:Canary is 1 to 1000; set it within.")
            .Validate(
                options => options.PerMinute is >= 1 and <= 10_000,
                "Tokens:Migration:PerMinute is 1 to 10000; set it within.")
            .ValidateOnStart();
        services.AddMetrics();
        services.AddAccess();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LifecycleMetrics>();
        services.TryAddSingleton<TokenMetrics>();
        services.TryAddSingleton<GrantFactory>();
        services.TryAddSingleton<ApiCallLog>();
        services.TryAddSingleton<TokenCalls>();
        services.TryAddSingleton<GrantRefresh>();
        services.TryAddSingleton<RefreshConsequences>();
        services.TryAddSingleton<GrantDesks>();
        services.TryAddSingleton<TokenMigrator>();
        return services;
    }
}
