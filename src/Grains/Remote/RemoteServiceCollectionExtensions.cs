using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Polling;

namespace Shopkeeper.Grains.Remote;

/// <summary>Registers what a front end has in place of actors, pollers and steps.</summary>
public static class RemoteServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IWorkSignals"/>, <see cref="ITeardownPlanner"/> and <see cref="IParticipantReader"/> that reach
    /// the silos. Needs an Orleans client. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddRemoteActors(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkSignals, WorkSignals>();
        services.TryAddSingleton<ITeardownPlanner, RemoteTeardownPlanner>();
        services.TryAddSingleton<IParticipantReader, RemoteParticipantReader>();
        services.AddHostedService<SignalForwarder>();
        return services;
    }
}
