using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Compliance;

internal sealed partial class CustomerRound
{
    [LoggerMessage(1, LogLevel.Warning, "Compliance request {Request}: {Participant} did not answer ({ErrorCode})")]
    private partial void LogFailed(Guid request, string participant, string errorCode);

    [LoggerMessage(2, LogLevel.Error, "Compliance request {Request}: {Participant} threw {Exception}")]
    private partial void LogThrew(Guid request, string participant, string exception);
}
