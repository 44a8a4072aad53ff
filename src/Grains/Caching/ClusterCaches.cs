using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Caching;

/// <inheritdoc/>
internal sealed partial class ClusterCaches(
    IServiceProvider services,
    IGrainFactory grains,
    ILocalSiloDetails here,
    OwnCaches own,
    TimeProvider clock,
    ILogger<ClusterCaches> logger)
    : GrainServiceClient<ISiloCaches>(services), IClusterCaches
{
    // Longer than any silo that lives takes. One that is slower is asked again.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    public Task<CachesAnswer> ClearAsync(
        InstallationId installation, string? cache, CancellationToken cancellationToken) =>
        AskAsync(
            installation,
            silo => silo.ClearAsync(installation.Value, cache),
            () => own.Clear(installation, cache),
            cancellationToken);

    public Task<CachesAnswer> CountAsync(
        InstallationId installation, string? cache, CancellationToken cancellationToken) =>
        AskAsync(
            installation,
            silo => silo.CountAsync(installation.Value, cache),
            () => own.Count(installation, cache),
            cancellationToken);

    private async Task<CachesAnswer> AskAsync(
        InstallationId installation,
        Func<ISiloCaches, Task<CacheCount[]>> ask,
        Func<CacheCount[]> askHere,
        CancellationToken cancellationToken)
    {
        // Read from the membership's table, not from this silo's view of it, which may be seconds old.
        var members = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: false, cancellationToken);
        var answers = await Task.WhenAll(members
            .Where(member => MayHold(member.Value) && !member.Key.Equals(here.SiloAddress))
            .Select(member => AskAsync(member.Key, installation, ask, cancellationToken)));
        return new CachesAnswer
        {
            Counts = StoreCounts.Add(
                askHere().Select(Count), answers.OfType<CacheCount[]>().SelectMany(counts => counts).Select(Count)),
            Missing = answers.Contains(null) ? OutcomeCodes.SiloUnreachable : null,
        };
    }

    private async Task<CacheCount[]?> AskAsync(
        SiloAddress silo,
        InstallationId installation,
        Func<ISiloCaches, Task<CacheCount[]>> ask,
        CancellationToken cancellationToken)
    {
        try
        {
            return await ask(GetGrainService(silo)).WaitAsync(AnswerLimit, clock, cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            LogUnreachable(silo, installation, fault.GetType().Name);
            return null;
        }
    }

    // One that is leaving still has its memory; one that joins has served nobody yet.
    private static bool MayHold(SiloStatus status) =>
        status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping;

    private static Abstractions.Teardown.StoreCount Count(CacheCount count) =>
        StoreCounts.Of($"cache:{count.Cache}", count.Count);
}
