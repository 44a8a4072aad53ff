using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.RateBudget;
using Shopkeeper.Grains.Tokens;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>Registers the beginning and the end of installations.</summary>
public static class LifecycleServiceCollectionExtensions
{
    /// <summary>
    /// Adds installs, grants and ends with <see cref="InstallOptions"/>, <see cref="ConfirmationOptions"/> and
    /// <see cref="EndLimitOptions"/>, validated at start. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddLifecycle(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(GrantAcceptance))) return services;
        AddOptions(services);
        services.AddTokens();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LifecycleMetrics>();
        services.AddAccess();
        services.AddRateBudget();
        services.TryAddSingleton<EndLimit>();
        services.TryAddSingleton<StartJobs>();
        services.TryAddSingleton<GrantAcceptance>();
        services.TryAddSingleton<ShopEnding>();
        services.TryAddSingleton<ShopReset>();
        services.TryAddSingleton<TeardownResumption>();
        services.TryAddSingleton<NewGrantReader>();
        services.TryAddSingleton<Installer>();
        services.TryAddSingleton<EndClaims>();
        services.TryAddSingleton<ShopNews>();
        services.TryAddSingleton<OrderedUninstall>();
        services.TryAddSingleton<SessionTokenInstall>();

        // Orleans makes a scope for each activation, so every shop's installs have one of their own.
        services.TryAddScoped<SharedExchange>();
        return services;
    }

    /// <summary>
    /// Has every stay begin with a job of this kind: the app's work after an install. The job is enqueued in the
    /// transaction that begins the stay, so it runs once for an installation in the whole cluster: not for each login,
    /// re-authorization or exchange of a session token, and again after a reinstall or a reset. Register its
    /// <see cref="Abstractions.Jobs.IJobHandler"/> as well; a kind without one stops the start.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="kind">The job's kind.</param>
    public static IServiceCollection AddPostInstallJob(this IServiceCollection services, string kind)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        return services.Configure<InstallOptions>(options => options.JobKinds.Add(kind));
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InstallOptions>, PostInstallKinds>());
        services.AddOptions<InstallOptions>().BindConfiguration(InstallOptions.Section)
            .Validate(
                options => options.Deadline > TimeSpan.Zero && options.Deadline <= TimeSpan.FromSeconds(45),
                "Install:Deadline is above zero and at most 00:00:45; set it within.")
            .Validate(
                options => options.PermitPollInterval > TimeSpan.Zero,
                "Install:PermitPollInterval is above zero; set it higher.")
            .Validate(
                options => options.RefusalKept >= TimeSpan.Zero && options.RefusalKept <= TimeSpan.FromMinutes(1),
                "Install:RefusalKept is from 00:00:00 to 00:01:00; set it within.")
            .ValidateOnStart();
        services.AddOptions<EndLimitOptions>().BindConfiguration(EndLimitOptions.Section)
            .Validate(options => options.Minimum >= 0, "Teardown:EndLimit:Minimum is at least 0; set it higher.")
            .Validate(options => options.Share is >= 0 and <= 1, "Teardown:EndLimit:Share is 0 to 1; set it within.")
            .Validate(
                options => options.Window > TimeSpan.Zero,
                "Teardown:EndLimit:Window is above zero; set it higher.")
            .ValidateOnStart();
        services.AddOptions<ConfirmationOptions>().BindConfiguration(ConfirmationOptions.Section)
            .Validate(
                options => options.BackoffFirst > TimeSpan.Zero && options.BackoffFirst <= options.BackoffMaximum,
                "Teardown:Confirmation:BackoffFirst is above zero and at most BackoffMaximum; set both.")
            .Validate(
                options => options.PatientInterval > TimeSpan.Zero && options.SupersededAfter > TimeSpan.Zero,
                "Teardown:Confirmation:PatientInterval and SupersededAfter are above zero; set them higher.")
            .Validate(
                options => options.StalledAfter > options.SupersededAfter,
                "Teardown:Confirmation:StalledAfter is above SupersededAfter; set it higher.")
            .ValidateOnStart();
    }
}
