using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Webhooks;

internal sealed partial class DeliveryDrain
{
    [LoggerMessage(1, LogLevel.Warning, "A delivery for {InstallationId} failed ({ErrorCode}) in attempt {Attempt}")]
    private partial void LogFailed(InstallationId? installationId, string errorCode, int attempt);

    [LoggerMessage(2, LogLevel.Error,
        "A delivery for {InstallationId} failed for the last time ({ErrorCode}): a dead letter")]
    private partial void LogDeadLetter(InstallationId? installationId, string errorCode);
}
