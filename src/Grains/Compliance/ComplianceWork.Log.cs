using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Compliance;

internal sealed partial class ComplianceWork
{
    [LoggerMessage(1, LogLevel.Information, "Compliance request {Request} ({Topic}): {Code}")]
    private partial void LogSettled(Guid request, string topic, string code);

    [LoggerMessage(
        2, LogLevel.Error, "Compliance request {Request} ({Topic}) stands still ({Code}) until an operator acts")]
    private partial void LogStalled(Guid request, string topic, string? code);
}
