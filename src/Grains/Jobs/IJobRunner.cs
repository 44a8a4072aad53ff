using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>Runs jobs on this silo.</summary>
internal interface IJobRunner
{
    /// <summary>Names this runner in leases; each process, each start has another.</summary>
    string Id { get; }

    /// <summary>False when every place is taken or the service stops, so that looking for jobs is in vain.</summary>
    bool HasPlace { get; }

    /// <summary>Takes a place for a job that is about to be claimed.</summary>
    /// <returns>Null when all places are taken or the service stops. Otherwise to be disposed or handed to <see
    /// cref="Start"/>.</returns>
    JobPlace? TryTakePlace();

    /// <summary>
    /// The kinds of the installation's attempts that run here, one entry for each, those left behind included.
    /// </summary>
    IReadOnlyList<string> KindsOf(InstallationId installation);

    /// <summary>Runs a claimed job in the place taken for it.</summary>
    void Start(JobPlace place, ClaimedJob job);

    /// <summary>Tells an installation's attempts here to stop: those of one job, or all.</summary>
    /// <returns>How many were told.</returns>
    int Cancel(InstallationId installation, Guid? job);
}
