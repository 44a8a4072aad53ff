namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// Stands before and behind every call with a shop's token: there calls wait for the shop's budget of points, and are
/// written down. A gate never makes a call fail because it can't do its own work.
/// </summary>
public interface IAdminGate
{
    /// <summary>Waits until the shop's budget has room for a call.</summary>
    /// <param name="shop">The shop to be called.</param>
    /// <param name="priority">How much the call matters.</param>
    /// <param name="operation">The operation, as in <see cref="AdminCallRecord.Operation"/>.</param>
    /// <param name="points">What the call is held to cost; 0 does not wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The reservation, to be given back with <see cref="LeaveAsync"/>.</returns>
    /// <exception cref="CallsHeldException">No call of this priority is to be made for a while.</exception>
    Task<long> ReserveAsync(
        ShopDomain shop, CallPriority priority, string operation, double points, CancellationToken cancellationToken);

    /// <summary>Tells what became of a call, whoever cancelled it.</summary>
    /// <param name="access">Whom it was made with.</param>
    /// <param name="reservation">What it was made under.</param>
    /// <param name="points">What it was held to cost.</param>
    /// <param name="record">What became of it.</param>
    Task LeaveAsync(AdminAccess access, long reservation, double points, AdminCallRecord record);
}
