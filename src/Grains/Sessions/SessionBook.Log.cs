using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Sessions;

internal sealed partial class SessionBook
{
    [LoggerMessage(1, LogLevel.Warning, "The own session of {InstallationId} is not recorded ({ErrorCode})")]
    private partial void LogOwnMissing(InstallationId installationId, string errorCode);
}
