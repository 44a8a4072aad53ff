using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>Runs the fence, and answers a repeated order with what the first one led to.</summary>
internal sealed class ShopEnding(
    IInstallationStore installations,
    ITeardownStore teardowns,
    ICertificateStore certificates,
    IWorkSignals signals,
    TeardownResumption resumption,
    EndLimit limit,
    LifecycleMetrics metrics,
    IOptions<ConfirmationOptions> confirmation,
    TimeProvider clock)
{
    /// <summary>Ends the installation that the command names, or the current one.</summary>
    public async Task<EndReply> EndAsync(
        ShopDomain shop, Installation? current, EndCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Cause == EndCause.Reset)
            throw new ArgumentException("A reset has an order of its own.", nameof(command));
        if ((command.Installation ?? current?.Id) is not { } installation)
            return await FindEarlierAsync(shop, command.Cause, cancellationToken);
        if (RestsOnDelivery(command.Cause) && !await IsProvedAsync(installation, cancellationToken))
            return new EndReply { Outcome = FenceOutcome.Unknown };
        var reply = await FenceAsync(
            new Fence
            {
                Installation = installation,
                TeardownId = command.TeardownId,
                Cause = command.Cause,
                Evidence = command.Evidence,
                // The token endpoint's word is proof, and nobody attests it: a wrong host would give it for every shop.
                Limit = command.Cause == EndCause.AppNotInstalled ? await limit.ReadAsync(cancellationToken) : null,
            },
            cancellationToken);
        if (reply.Outcome == FenceOutcome.HeldBack) metrics.CountHeldBackEnd();
        return reply;
    }

    /// <summary>
    /// Ends a stay that a new grant has found to be over; <see cref="FenceOutcome.HeldBack"/> when nobody attests that
    /// and too many ended so lately.
    /// </summary>
    public async Task<EndReply> EndUnseenAsync(
        Installation current, GrantDecision.EndThenInstall decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(decision);
        var fence = new Fence
        {
            Installation = current.Id,
            TeardownId = Guid.CreateVersion7(clock.GetUtcNow()),
            Cause = decision.Cause,
            Evidence = decision.Evidence,
            Limit = decision.Limited ? await limit.ReadAsync(cancellationToken) : null,
        };
        return await FenceAsync(fence, cancellationToken);
    }

    private static bool RestsOnDelivery(EndCause cause) =>
        cause is EndCause.UninstalledByMerchant or EndCause.RedactRequested;

    private async Task<bool> IsProvedAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var record = await teardowns.FindByInstallationAsync(installation, cancellationToken);
        return record is not null
            && (record.EndedAt is not null
                || ConfirmationRules.Decide(record, clock.GetUtcNow(), confirmation.Value) is ConfirmationDecision.End);
    }

    private async Task<EndReply> FenceAsync(Fence fence, CancellationToken cancellationToken)
    {
        var result = await installations.FenceAsync(fence, cancellationToken);
        signals.Notify(WorkKind.Teardowns);
        if (result.Outcome == FenceOutcome.AlreadyEnded && fence.Cause == EndCause.Operator)
            return await AgainAsync(result.TeardownId, cancellationToken);
        return new EndReply
        {
            Outcome = result.Outcome,
            TeardownId = result.TeardownId,
            Installation = result.Outcome is FenceOutcome.Unknown or FenceOutcome.HeldBack
                ? null
                : fence.Installation,
        };
    }

    // The stay that an operator's order ended may be an earlier one than it was repeated for: that one goes on.
    private async Task<EndReply> AgainAsync(Guid teardown, CancellationToken cancellationToken)
    {
        if (await teardowns.FindAsync(teardown, cancellationToken) is { } running)
        {
            await resumption.ResumeAsync(running.Installation, cancellationToken);
            return Earlier(teardown, running.Installation);
        }

        var certificate = await certificates.FindByTeardownAsync(teardown, cancellationToken);
        return new EndReply
        {
            Outcome = FenceOutcome.AlreadyEnded,
            TeardownId = teardown,
            Installation = certificate?.Installation,
        };
    }

    // Somebody repeats an order that was carried out: the teardown runs still, or its certificate answers for it.
    private async Task<EndReply> FindEarlierAsync(ShopDomain shop, EndCause cause, CancellationToken cancellationToken)
    {
        if (await teardowns.FindLatestAsync(shop, cancellationToken) is { } running)
        {
            if (cause == EndCause.Operator) await resumption.ResumeAsync(running.Installation, cancellationToken);
            return Earlier(running.Id, running.Installation);
        }

        var page = await certificates.ListAsync(shop, new PageRequest(null, 1), cancellationToken);
        return page.Items is [var certificate, ..]
            ? Earlier(certificate.TeardownId, certificate.Installation)
            : new EndReply { Outcome = FenceOutcome.Unknown };
    }

    private static EndReply Earlier(Guid teardown, InstallationId installation) =>
        new() { Outcome = FenceOutcome.AlreadyEnded, TeardownId = teardown, Installation = installation };
}
