using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Compliance;

internal sealed partial class RedactWatchdog
{
    [LoggerMessage(1, LogLevel.Warning, "For {Count} installations no shop/redact came in time: opened in its place")]
    private partial void LogOpened(int count);

    [LoggerMessage(2, LogLevel.Warning, "The watchdog could not look for missing redacts ({ErrorCode})")]
    private partial void LogFailed(string errorCode);
}
