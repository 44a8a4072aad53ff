using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Tells runners that an installation's jobs are to stop, so that they need not find out when they next renew a lease. Only
/// a hint: the durable flag in the queue is the order.
/// </summary>
internal interface IJobCancellation
{
    /// <summary>Cancels the tokens of the installation's running jobs. Returns at once; the acknowledgement is their row's.</summary>
    Task CancelAsync(InstallationId installation, CancellationToken cancellationToken);
}
