using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Teardown;

internal sealed partial class TeardownSaga
{
    [LoggerMessage(LogLevel.Debug, "Teardown of {Installation}: {Step} begins, attempt {Attempt}.")]
    private partial void LogBegun(InstallationId installation, string step, int attempt);

    [LoggerMessage(
        LogLevel.Information,
        "Teardown of {Installation}: {Step} ended {Outcome}; {Count} erased, {NotErased} kinds not erased.")]
    private partial void LogDone(InstallationId installation, string step, string outcome, long count, int notErased);

    [LoggerMessage(LogLevel.Debug, "Teardown of {Installation}: {Step} goes on; {Count} erased.")]
    private partial void LogProgressed(InstallationId installation, string step, long count);

    [LoggerMessage(LogLevel.Information, "Teardown of {Installation}: {Step} waits for {Delay} ({Why}).")]
    private partial void LogSnoozed(InstallationId installation, string step, string why, TimeSpan delay);

    [LoggerMessage(
        LogLevel.Information, "Teardown of {Installation}: a silo that {Step} called went away; it is run again.")]
    private partial void LogSiloLost(InstallationId installation, string step);

    [LoggerMessage(
        LogLevel.Warning, "Teardown of {Installation}: {Step} failed ({ErrorCode}); {GoBack} steps are run again.")]
    private partial void LogFailed(InstallationId installation, string step, string errorCode, int goBack);

    // A trace is costly to write down, so it is only where somebody reads it.
    private void LogThrew(InstallationId installation, string step, Exception exception)
    {
        if (!logger.IsEnabled(LogLevel.Warning)) return;
        LogThrew(installation, step, exception.GetType().Name, exception.StackTrace);
    }

    [LoggerMessage(LogLevel.Warning, "Teardown of {Installation}: {Step} threw {Exception}. {Trace}")]
    private partial void LogThrew(InstallationId installation, string step, string exception, string? trace);

    [LoggerMessage(
        LogLevel.Error, "Teardown of {Installation}: stalled at {Step} ({Why}); an operator has to look at it.")]
    private partial void LogStalled(InstallationId installation, string step, string? why);
}
