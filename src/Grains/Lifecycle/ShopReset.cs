using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Runs the fence of a reset, and answers a repeated order with what the first one led to.
/// </summary>
internal sealed class ShopReset(
    IInstallationStore installations,
    ITeardownStore teardowns,
    TeardownResumption resumption,
    StartJobs starts,
    IWorkSignals signals,
    TimeProvider clock)
{
    /// <summary>Resets the shop's current installation.</summary>
    /// <exception cref="InstallationEndedException">
    /// It is not the current one any more; nothing was written.
    /// </exception>
    public async Task<EndReply> ResetAsync(
        ShopDomain shop, Installation? current, ResetCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (current is null) return new EndReply { Outcome = FenceOutcome.Unknown };
        var fence = new Fence
        {
            Installation = current.Id,
            TeardownId = command.TeardownId,
            Cause = EndCause.Reset,
            Evidence = command.Evidence,
            Kind = TeardownKind.Reset,
            Successor = new Successor
            {
                Id = InstallationId.New(clock.GetUtcNow()),
                Shop = shop,
                Jobs = starts.ForStay(),
            },
        };
        var result = await installations.FenceAsync(fence, cancellationToken);
        if (result.Outcome == FenceOutcome.AlreadyEnded && command.Resumes)
            await ResumeAsync(result.TeardownId, cancellationToken);
        if (result.Outcome == FenceOutcome.Ended)
        {
            signals.Notify(WorkKind.Teardowns);
            signals.Notify(WorkKind.Jobs);
        }

        return new EndReply
        {
            Outcome = result.Outcome,
            TeardownId = result.TeardownId,
            Installation = result.Outcome == FenceOutcome.Ended ? current.Id : null,
            Successor = result.Successor,
        };
    }

    private async Task ResumeAsync(Guid teardown, CancellationToken cancellationToken)
    {
        if (await teardowns.FindAsync(teardown, cancellationToken) is { } running)
            await resumption.ResumeAsync(running.Installation, cancellationToken);
    }
}
