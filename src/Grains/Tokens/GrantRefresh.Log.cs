using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tokens;

internal sealed partial class GrantRefresh
{
    [LoggerMessage(LogLevel.Information, "Tokens of {InstallationId}: refreshed")]
    private partial void LogRefreshed(InstallationId installationId);

    [LoggerMessage(LogLevel.Warning, "Tokens of {InstallationId}: not refreshed ({ErrorCode}); tried again")]
    private partial void LogFailed(InstallationId installationId, string errorCode);

    [LoggerMessage(LogLevel.Warning, "Tokens of {InstallationId}: the refreshed pair is not stored yet ({ErrorCode})")]
    private partial void LogNotStored(InstallationId installationId, string errorCode);

    [LoggerMessage(LogLevel.Warning,
        "Tokens of {InstallationId}: Shopify refuses to refresh them ({ErrorCode}), {Count} times so far")]
    private partial void LogRefused(InstallationId installationId, string errorCode, int count);

    [LoggerMessage(LogLevel.Error,
        "Tokens of {InstallationId}: Shopify refuses the app itself ({ErrorCode}); mend Shopify:ApiKey or ApiSecret")]
    private partial void LogClientRefused(InstallationId installationId, string errorCode);
}
