using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Shops;

internal sealed partial class ShopGrain
{
    [LoggerMessage(1, LogLevel.Information, "{InstallationId} began, generation {Generation}")]
    private partial void LogStarted(InstallationId installationId, int generation);

    [LoggerMessage(2, LogLevel.Information, "{InstallationId} goes on with a new grant")]
    private partial void LogReauthorized(InstallationId installationId);

    [LoggerMessage(3, LogLevel.Information, "{InstallationId} has ended; teardown {TeardownId} follows")]
    private partial void LogEnded(InstallationId installationId, Guid teardownId);

    [LoggerMessage(5, LogLevel.Information, "{InstallationId} took over in a reset, generation {Generation}")]
    private partial void LogReset(InstallationId installationId, int generation);

    [LoggerMessage(4, LogLevel.Information,
        "State of {InstallationId}, which is not the current installation, was dropped")]
    private partial void LogDropped(InstallationId installationId);
}
