using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.ApiLogs;

internal sealed partial class ApiCallLog
{
    [LoggerMessage(
        1, LogLevel.Warning, "A call for {InstallationId} is missing in its log of calls ({ErrorCode})")]
    private partial void LogNotWritten(InstallationId installationId, string errorCode);
}
