using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Cluster.Tests.RateBudget;

/// <summary>The gate itself, watched: which calls were made on any silo, and how many wait.</summary>
internal sealed class WatchedGate
{
    private int _waiting;

    /// <summary>Calls that wait for their budget at this moment.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Calls that were made.</summary>
    public ConcurrentQueue<(CallPriority Priority, AdminCallRecord Record)> Calls { get; } = new();

    /// <summary>Watches the gates of all silos.</summary>
    public void Watch(ClusterSetup setup)
    {
        var before = setup.Services;
        setup.Services = services =>
        {
            before(services);
            var gate = services.Last(service => service.ServiceType == typeof(IAdminGate));
            services.AddSingleton<IAdminGate>(provider =>
                new Gate(this, (IAdminGate)gate.ImplementationFactory!(provider)));
        };
    }

    private sealed class Gate(WatchedGate watched, IAdminGate gate) : IAdminGate
    {
        public async Task<long> ReserveAsync(
            ShopDomain shop, CallPriority priority, string operation, double points,
            CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref watched._waiting);
            try
            {
                return await gate.ReserveAsync(shop, priority, operation, points, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref watched._waiting);
            }
        }

        public Task LeaveAsync(AdminAccess access, long reservation, double points, AdminCallRecord record)
        {
            watched.Calls.Enqueue((access.Priority, record));
            return gate.LeaveAsync(access, reservation, points, record);
        }
    }
}
