using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

internal static partial class JobQueueLog
{
    [LoggerMessage(1, LogLevel.Information, "Job {Job} ({Kind}) of installation {Installation} is enqueued")]
    public static partial void Enqueued(ILogger logger, Guid job, string kind, InstallationId installation);

    [LoggerMessage(2, LogLevel.Debug, "Installation {Installation} has ended: none of its jobs starts")]
    public static partial void Ended(ILogger logger, InstallationId installation);

    [LoggerMessage(3, LogLevel.Warning,
        "Silo {Silo} was not told to stop jobs of installation {Installation} ({ErrorCode}); the database tells it")]
    public static partial void NotTold(ILogger logger, SiloAddress silo, InstallationId installation, string errorCode);
}
