using Microsoft.Extensions.Options;

namespace Shopkeeper.Silo.Hosting;

/// <summary>What belongs to the process itself, whatever it does: its role, its readiness, its stop.</summary>
internal static class RoleServices
{
    /// <summary>The role that a configuration asks for; what is none is refused at start.</summary>
    public static ServiceRole RoleOf(IConfiguration configuration) =>
        (configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new()).FindRole()
        ?? ServiceRole.All;

    /// <summary>Adds the settings of the cluster, the checks behind <c>/health/ready</c>, and the grace of a stop.
    /// </summary>
    public static IServiceCollection AddRole(this IServiceCollection services, ServiceRole role)
    {
        services.AddOptions<ClusterSettings>().BindConfiguration(ClusterSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterSettings>, ClusterSettingsValidator>();
        services.AddHostedService<StopGrace>();
        var checks = services.AddHealthChecks()
            .AddCheck<StoppingCheck>("stopping")
            .AddCheck<DatabaseCheck>("database");
        if (role == ServiceRole.FrontEnd) checks.AddCheck<GatewayCheck>("gateway");
        else checks.AddCheck<MembershipCheck>("membership");
        return services;
    }
}
