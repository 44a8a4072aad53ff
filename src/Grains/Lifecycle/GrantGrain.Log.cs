using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Lifecycle;

internal sealed partial class GrantGrain
{
    [LoggerMessage(1, LogLevel.Warning,
        "Access of {InstallationId} is lost ({AccessState}): dormant until Shopify takes its token again")]
    private partial void LogAccessLost(InstallationId installationId, AccessState accessState);

    [LoggerMessage(2, LogLevel.Information, "Shopify takes the grant of {InstallationId} again: no longer dormant")]
    private partial void LogAccessBack(InstallationId installationId);
}
