using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Lifecycle;

internal sealed partial class GrantGrain
{
    [LoggerMessage(1, LogLevel.Warning,
        "Shopify refuses the grant of {InstallationId}: dormant until it is authorized again")]
    private partial void LogAccessLost(InstallationId installationId);

    [LoggerMessage(2, LogLevel.Information, "Shopify takes the grant of {InstallationId} again: no longer dormant")]
    private partial void LogAccessBack(InstallationId installationId);
}
