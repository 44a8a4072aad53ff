using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Polling;

internal sealed partial class OldIdsDropper
{
    [LoggerMessage(
        1, LogLevel.Warning, "What is older than it is kept could not be dropped ({ErrorCode}); it is tried again")]
    private partial void LogFailed(string errorCode);
}
