using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Tells the runners of all silos that an installation's jobs are to stop, so that they need not find out when they
/// next renew a lease. Only a hint: the flag in the job's row, or the fence, is the order. So a silo that can't be
/// reached is logged and nothing more.
/// </summary>
internal interface IJobCancellation
{
    /// <summary>
    /// Cancels the tokens of the installation's running jobs. Returns when the runners were told, within seconds; the
    /// acknowledgement is their row's.
    /// </summary>
    Task CancelAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Cancels one job's token, wherever it runs.</summary>
    Task CancelAsync(InstallationId installation, Guid job, CancellationToken cancellationToken);
}
