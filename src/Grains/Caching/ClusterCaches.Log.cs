using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Caching;

internal sealed partial class ClusterCaches
{
    [LoggerMessage(1, LogLevel.Warning,
        "Silo {Silo} does not answer for its caches of {Installation} ({ErrorCode}); it is asked until it does, or is "
        + "declared dead")]
    private partial void LogUnreachable(SiloAddress silo, InstallationId installation, string errorCode);
}
