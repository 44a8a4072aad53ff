using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Participants;

internal sealed partial class ParticipantRun
{
    // A trace is costly to write down, so it is only where somebody reads it.
    private void LogThrew(InstallationId installation, string participant, Exception exception)
    {
        if (!logger.IsEnabled(LogLevel.Warning)) return;
        LogThrew(installation, participant, exception.GetType().Name, exception.StackTrace);
    }

    [LoggerMessage(
        LogLevel.Warning, "Teardown of {Installation}: participant {Participant} threw {Exception}. {Trace}")]
    private partial void LogThrew(InstallationId installation, string participant, string exception, string? trace);

    [LoggerMessage(LogLevel.Warning, "Teardown of {Installation}: participant {Participant} failed: {ErrorCode}.")]
    private partial void LogFailed(InstallationId installation, string participant, string errorCode);

    [LoggerMessage(
        LogLevel.Warning, "Teardown of {Installation}: participant {Participant} erased, and still holds {Count}.")]
    private partial void LogLeft(InstallationId installation, string participant, long count);
}
