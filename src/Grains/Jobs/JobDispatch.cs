using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Hands an installation's due jobs to this silo's runner, within the limits. It keeps nothing: the rows are the truth.
/// </summary>
internal sealed class JobDispatch(IJobStore store, IJobRunner runner, HeldJobs held, IOptions<JobOptions> options)
{
    private readonly JobOptions _options = options.Value;

    /// <summary>Claims and starts as many as may run.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    public async Task RunAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var (_, leased) = await store.CountOpenAsync(installation, cancellationToken);
        var startable = JobRules.Startable(_options, leased, runner.KindsOf(installation).Count);
        if (startable == 0) return;
        var waiting = await held.PutOffAsync(installation, cancellationToken);
        while (startable-- > 0 && await StartNextAsync(installation, waiting, cancellationToken))
        {
            // One at a time, since each may bring its kind to its limit.
        }
    }

    private async Task<bool> StartNextAsync(
        InstallationId installation, IReadOnlyList<string> waiting, CancellationToken cancellationToken)
    {
        var place = runner.TryTakePlace();
        if (place is null) return false;
        var handedOver = false;
        try
        {
            var claim = new JobClaim(runner.Id, 1, _options.Lease)
            {
                ExceptKinds = [.. JobRules.Saturated(_options, runner.KindsOf(installation)), .. waiting],
            };
            var claimed = await store.ClaimAsync(installation, claim, cancellationToken);
            foreach (var job in claimed)
            {
                runner.Start(place, job);
                handedOver = true;
            }
        }
        finally
        {
            if (!handedOver) place.Dispose();
        }

        return handedOver;
    }
}
