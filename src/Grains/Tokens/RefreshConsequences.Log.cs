using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tokens;

internal sealed partial class RefreshConsequences
{
    [LoggerMessage(LogLevel.Warning, "Tokens of {InstallationId} can't be refreshed: dormant ({AccessState})")]
    private partial void LogDormant(InstallationId installationId, AccessState accessState);

    [LoggerMessage(LogLevel.Warning,
        "Shopify's token endpoint says that {InstallationId} is not installed: its end is claimed")]
    private partial void LogNotInstalled(InstallationId installationId);

    [LoggerMessage(LogLevel.Debug, "Tokens of {InstallationId} can't be refreshed; it has ended meanwhile")]
    private partial void LogEndedMeanwhile(InstallationId installationId);
}
