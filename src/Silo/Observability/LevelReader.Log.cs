namespace Shopkeeper.Silo.Observability;

internal sealed partial class LevelReader
{
    [LoggerMessage(1, LogLevel.Warning,
        "Clean-up is incomplete: {Stalled} teardowns stand still, {Running} run, {Confirming} are being confirmed; " +
        "the oldest end without a certificate is of {OldestEnd}; due work has waited {Overdue} s. See docs/operate.md")]
    private partial void LogIncomplete(
        long stalled, long running, long confirming, DateTimeOffset? oldestEnd, long overdue);

    [LoggerMessage(2, LogLevel.Warning, "The levels of work could not be read ({ErrorCode}); the gauges are old")]
    private partial void LogUnread(string errorCode);
}
