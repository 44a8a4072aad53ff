using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.ApiLogs;

namespace Shopkeeper.Grains.Jobs;

/// <summary>Registers the jobs.</summary>
public static class JobsServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="JobOptions"/> from the section <c>Jobs</c>, validated at start, this silo's runner, and
    /// <see cref="InstallationAdmin"/> for the handlers. Needs Orleans, a store and the poller. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(Registered))) return services;
        services.AddSingleton<Registered>();

        services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<JobOptions>, JobOptionsValidator>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<JobKinds>();
        services.TryAddSingleton<JobMetrics>();
        services.TryAddSingleton<HeldJobs>();
        services.TryAddSingleton<JobDispatch>();
        services.TryAddSingleton(new JobThreads(TaskScheduler.Default));
        services.TryAddSingleton<JobExecution>();
        services.TryAddSingleton<JobRunner>();
        services.TryAddSingleton<IJobRunner>(provider => provider.GetRequiredService<JobRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<JobRunner>());
        services.TryAddSingleton<JobCancellation>();
        services.TryAddSingleton<IJobCancellation>(provider => provider.GetRequiredService<JobCancellation>());
        services.AddGrainService<JobCanceller>();
        InstallationAdmin.Register(services);
        return services;
    }

    private sealed class Registered;
}
