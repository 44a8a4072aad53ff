using Microsoft.AspNetCore.Http;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Resets;

/// <summary>
/// Writes the account owner's reset into the audit log, as operators' orders are: before anything is done, and how it
/// ended after. Who the owner is stands nowhere.
/// </summary>
internal sealed class AuditedReset(IAuditLog log, TimeProvider time)
{
    private const string Actor = "account-owner";
    private const string Action = "reset-by-owner";

    /// <exception cref="StorageUnavailableException">It can't be written: then nothing was done.</exception>
    public async Task<EndReply> RunAsync(
        ShopDomain shop, Func<Task<EndReply>> reset, CancellationToken cancellationToken)
    {
        var order = new AuditedOrder
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Actor = Actor,
            Action = Action,
            Shop = shop,
        };
        await log.BeginAsync(order, cancellationToken);
        var reply = await reset();
        await log.CompleteAsync(order.Id, OutcomeOf(reply), CancellationToken.None);
        return reply;
    }

    private static AuditOutcome OutcomeOf(EndReply reply) => reply.Outcome switch
    {
        FenceOutcome.Ended or FenceOutcome.AlreadyEnded =>
            new AuditOutcome(StatusCodes.Status202Accepted, "accepted", reply.TeardownId),
        FenceOutcome.EndPending => new AuditOutcome(StatusCodes.Status409Conflict, "end-pending", null),
        _ => new AuditOutcome(StatusCodes.Status403Forbidden, "not-installed", null),
    };
}
