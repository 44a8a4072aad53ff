using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Polling;

internal sealed partial class OldIdsDropper
{
    [LoggerMessage(1, LogLevel.Warning, "Old delivery ids could not be dropped ({Code}); it is tried again")]
    private partial void LogFailed(string code);
}
