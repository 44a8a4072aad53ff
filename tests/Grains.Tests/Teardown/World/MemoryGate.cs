using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>Notes who waits for the shop's budget, and whether a permit was held meanwhile.</summary>
internal sealed class MemoryGate(MemoryPermits permits) : IAdminGate
{
    public List<(CallPriority Priority, double Points, bool PermitHeld)> Reservations { get; } = [];

    /// <summary>Done while somebody waits.</summary>
    public Action WhileWaiting { get; set; } = () => { };

    public Task<long> ReserveAsync(
        ShopDomain shop, CallPriority priority, string operation, double points, CancellationToken cancellationToken)
    {
        WhileWaiting();
        Reservations.Add((priority, points, permits.Outstanding > 0));
        return Task.FromResult((long)Reservations.Count);
    }

    public Task LeaveAsync(AdminAccess access, long reservation, double points, AdminCallRecord record) =>
        Task.CompletedTask;
}
