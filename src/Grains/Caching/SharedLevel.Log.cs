using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Caching;

internal sealed partial class SharedLevel
{
    [LoggerMessage(1, LogLevel.Warning,
        "The shared cache does not answer ({ErrorCode}): reads find nothing and writes are dropped until it does")]
    private partial void LogDown(string errorCode);

    [LoggerMessage(2, LogLevel.Information, "The shared cache answers again")]
    private partial void LogBack();
}
