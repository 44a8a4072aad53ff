using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.RateBudget;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.RateBudget;

/// <summary>
/// The gate of all calls with a shop's token. Before a call it asks the shop's budget; a budget that can't be reached
/// lets calls go on, since Shopify throttles them anyway. Behind a call it tells the budget what Shopify told, and
/// writes the call into the installation's log.
/// </summary>
internal sealed partial class BudgetGate(
    Func<ShopDomain, IShopBudget> budgets,
    ApiCallLog log,
    LearntCosts costs,
    BudgetMetrics metrics,
    IOptions<RateBudgetOptions> options,
    TimeProvider clock,
    ILogger<BudgetGate> logger) : IAdminGate
{
    private static readonly TimeSpan UntoldPause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<long> ReserveAsync(
        ShopDomain shop, CallPriority priority, string operation, double points, CancellationToken cancellationToken)
    {
        if (points <= 0 || options.Value.MaximumWait == TimeSpan.Zero) return 0;
        var request = new BudgetRequest { Priority = priority, Points = costs.Of(operation, points) };
        var began = clock.GetTimestamp();
        while (await AskAsync(shop, request) is { } reply)
        {
            if (reply.Reservation != 0)
            {
                metrics.RecordWait(priority, clock.GetElapsedTime(began));
                return reply.Reservation;
            }

            if (reply.HeldFor is { } held)
            {
                metrics.CountHeld(priority);
                throw new CallsHeldException(held);
            }

            if (clock.GetElapsedTime(began) + reply.Wait > options.Value.MaximumWait)
            {
                metrics.CountUnreserved("waited-too-long");
                return 0;
            }

            await Task.Delay(reply.Wait, clock, cancellationToken);
        }

        metrics.CountUnreserved("unreachable");
        return 0;
    }

    /// <inheritdoc/>
    public async Task LeaveAsync(AdminAccess access, long reservation, double points, AdminCallRecord record)
    {
        costs.Learn(record, points);
        await SettleAsync(access.Shop, reservation, record);
        await log.WriteAsync(access, record);
    }

    // Null: it can't be reached. An exception's text can name the actor, which is the shop.
    private async Task<BudgetReply?> AskAsync(ShopDomain shop, BudgetRequest request)
    {
        try
        {
            return await budgets(shop).TakeAsync(request);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException or ObjectDisposedException)
        {
            LogUnreachable(fault.GetType().Name);
            return null;
        }
    }

    private async Task SettleAsync(ShopDomain shop, long reservation, AdminCallRecord record)
    {
        var throttled = record.Outcome == ThrottledOutcome;
        var rejected = record.Outcome == RejectedOutcome;
        if (reservation == 0 && record.Cost is null && !throttled && !rejected) return;
        try
        {
            await budgets(shop).SettleAsync(new BudgetReport
            {
                Reservation = reservation,
                Available = record.Cost?.Available,
                Maximum = record.Cost?.Maximum,
                RestoreRate = record.Cost?.RestoreRate,
                Unspent = record is { Cost: null, Status: >= 400 and < 500 } && !throttled,
                ThrottledFor = throttled ? record.RetryAfter ?? UntoldPause : null,
                RejectedFor = rejected ? record.RetryAfter ?? AdminFailureRules.RejectedRetryAfter : null,
            });
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException or ObjectDisposedException)
        {
            LogUnreachable(fault.GetType().Name);
        }
    }

    private static string RejectedOutcome { get; } = new AdminFailure { Kind = AdminFailureKind.Rejected }.Code;

    private static string ThrottledOutcome { get; } = new AdminFailure { Kind = AdminFailureKind.Throttled }.Code;
}
