using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Grains.Tokens;

internal sealed partial class TokenMigrator
{
    [LoggerMessage(LogLevel.Information, "Token of {InstallationId}: replaced by an expiring pair")]
    private partial void LogMigrated(InstallationId installationId);

    [LoggerMessage(LogLevel.Error,
        "Token of {InstallationId}: not replaced by an expiring pair ({ErrorCode}, {Mark}); the migration stops")]
    private partial void LogFailed(InstallationId installationId, string errorCode, MigrationMark mark);

    [LoggerMessage(LogLevel.Error,
        "Token of {InstallationId}: the expiring pair belongs to no grant any more ({ErrorCode}); the migration stops")]
    private partial void LogDropped(InstallationId installationId, string errorCode);

    [LoggerMessage(LogLevel.Warning, "Token of {InstallationId}: the expiring pair is not stored yet ({ErrorCode})")]
    private partial void LogNotStored(InstallationId installationId, string errorCode);
}
