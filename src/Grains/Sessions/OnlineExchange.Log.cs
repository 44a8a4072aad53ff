using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Sessions;

internal sealed partial class OnlineExchange
{
    [LoggerMessage(1, LogLevel.Warning, "An online session of {InstallationId} could not be opened ({ErrorCode})")]
    private partial void LogUnavailable(InstallationId installationId, string errorCode);

    [LoggerMessage(2, LogLevel.Information, "Shopify refused an online session of {InstallationId} ({ErrorCode})")]
    private partial void LogRefused(InstallationId installationId, string errorCode);
}
