using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Compliance;

internal sealed partial class ComplianceWork
{
    [LoggerMessage(1, LogLevel.Information, "Compliance request {Request} ({Topic}): {ErrorCode}")]
    private partial void LogSettled(Guid request, string topic, string errorCode);

    [LoggerMessage(
        2, LogLevel.Error, "Compliance request {Request} ({Topic}) stands still ({ErrorCode}) until an operator acts")]
    private partial void LogStalled(Guid request, string topic, string? errorCode);

    [LoggerMessage(3, LogLevel.Error, "The work on compliance request {Request} ({Topic}) threw {Exception}")]
    private partial void LogThrew(Guid request, string topic, string exception);
}
