using Microsoft.Extensions.Logging;

namespace Shopkeeper.Frontend.Operations;

internal sealed partial class OrderAuditFilter
{
    [LoggerMessage(LogLevel.Warning, "The end of order {Order} could not be written into the audit log.")]
    private static partial void LogNotCompleted(ILogger logger, Guid order);
}
