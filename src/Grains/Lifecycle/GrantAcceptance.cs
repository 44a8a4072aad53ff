using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>Decides what a new grant means, and writes it.</summary>
internal sealed partial class GrantAcceptance(
    IInstallationStore installations,
    ITeardownStore teardowns,
    IJobStore jobs,
    IWorkSignals signals,
    LifecycleMetrics metrics,
    StartJobs starts,
    TimeProvider clock,
    ILogger<GrantAcceptance> logger)
{
    /// <summary>Decides by the rules.</summary>
    public async Task<GrantDecision> DecideAsync(
        Installation? current, NewGrant grant, CancellationToken cancellationToken)
    {
        var pending = current is null
            ? null
            : await teardowns.FindByInstallationAsync(current.Id, cancellationToken);
        var decision = GrantRules.Decide(current, grant, pending);
        if (decision is GrantDecision.Reauthorize { Doubtful: true }) LogDoubtful(current!.Id);
        return decision;
    }

    /// <summary>
    /// What becomes of an end that nobody attests once the fence has refused it, because too many ended lately.
    /// </summary>
    public GrantDecision HoldBack(Installation current)
    {
        metrics.CountHeldBackEnd();
        LogHeldBack(current.Id);
        return new GrantDecision.Reauthorize(Doubtful: true);
    }

    /// <summary>Gives the current installation the new grant; whatever was proved about the old one is void.</summary>
    /// <exception cref="InstallationEndedException">It ended meanwhile.</exception>
    /// <exception cref="GrantMovedException">Its grant changed meanwhile.</exception>
    public async Task<Installation> ReauthorizeAsync(
        Installation current, NewGrant grant, CancellationToken cancellationToken)
    {
        var swap = new GrantSwap
        {
            Installation = current.Id,
            Grant = grant.Grant,
            Version = grant.HeldVersion,
            Intent = grant.Intent,
            AppInstallationId = grant.AppInstallationId,
        };
        var swapped = await installations.SwapGrantAsync(swap, cancellationToken);
        var key = $"grant:{clock.GetUtcNow().ToUnixTimeMilliseconds()}";
        foreach (var job in starts.ForGrant(key))
            await jobs.EnqueueAsync(current.Id, job, cancellationToken);
        signals.Notify(WorkKind.Jobs);
        return swapped;
    }

    /// <summary>Begins a stay.</summary>
    /// <returns>False with the current installation when somebody else began one first.</returns>
    public async Task<(bool Started, Installation Installation)> StartAsync(
        ShopDomain shop, NewGrant grant, CancellationToken cancellationToken)
    {
        var start = new NewInstallation
        {
            Id = InstallationId.New(clock.GetUtcNow()),
            Shop = shop,
            ShopId = grant.ShopId,
            AppInstallationId = grant.AppInstallationId,
            Grant = grant.Grant,
            Intent = grant.Intent,
            ShopName = grant.ShopName,
            ShopEmail = grant.ShopEmail,
            Jobs = starts.ForStay(),
        };
        var result = await installations.StartAsync(start, cancellationToken);
        signals.Notify(WorkKind.Jobs);
        return result;
    }
}
