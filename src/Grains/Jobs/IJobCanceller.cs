using Orleans.Services;
using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Jobs;

/// <summary>Reaches the runner of one silo from another.</summary>
[Alias(Aliases.IJobCanceller)]
internal interface IJobCanceller : IGrainService
{
    /// <summary>Tells the silo's attempts of an installation to stop: those of one job, or all.</summary>
    /// <returns>How many were told.</returns>
    [Alias("Cancel")]
    Task<int> CancelAsync(Guid installation, Guid? job);
}
