using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// Hosts the work on one request of the compliance desk. It keeps nothing: the row is the state, the poller wakes it.
/// </summary>
[GrainType("compliance")]
[Orleans.Placement.PreferLocalPlacement]
internal sealed class ComplianceGrain(ComplianceWork work, ComplianceOrders orders) : Grain, IComplianceCase
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await work.AdvanceAsync(this.GetPrimaryKey(), cancellationToken);
        DeactivateOnIdle();
    }

    public async Task<ComplianceReply> RetryAsync(CancellationToken cancellationToken) =>
        new() { Outcome = await orders.RetryAsync(this.GetPrimaryKey(), cancellationToken) };

    public async Task<ComplianceReply> DeliverAsync(string actor, CancellationToken cancellationToken) =>
        new() { Outcome = await orders.DeliverAsync(this.GetPrimaryKey(), actor, cancellationToken) };

    public async Task<ComplianceReply> CloseAsync(string actor, string code, CancellationToken cancellationToken) =>
        new() { Outcome = await orders.CloseAsync(this.GetPrimaryKey(), actor, code, cancellationToken) };
}
