namespace Shopkeeper.Shopify.Admin;

/// <summary>Lets every call through and writes nothing down: for a process of its own beside the service.</summary>
public sealed class OpenGate : IAdminGate
{
    /// <inheritdoc/>
    public Task<long> ReserveAsync(
        ShopDomain shop, CallPriority priority, string operation, double points, CancellationToken cancellationToken) =>
        Task.FromResult(0L);

    /// <inheritdoc/>
    public Task LeaveAsync(AdminAccess access, long reservation, double points, AdminCallRecord record) =>
        Task.CompletedTask;
}
