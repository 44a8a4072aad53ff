using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Polling;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Remote;

/// <summary>Registers what a front end has in place of actors, pollers and steps.</summary>
public static class RemoteServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IWorkSignals"/> and <see cref="ITeardownPlanner"/> that reach the silos. Needs an Orleans
    /// client. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddRemoteActors(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkSignals, WorkSignals>();
        services.TryAddSingleton<ITeardownPlanner, RemoteTeardownPlanner>();
        services.AddHostedService<SignalForwarder>();
        return services;
    }
}
