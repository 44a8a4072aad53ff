using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Polling;

internal sealed partial class WorkPoller<TKey>
{
    [LoggerMessage(1, LogLevel.Warning, "Looking for due {Kind} failed ({ErrorCode}); it is tried again")]
    private partial void LogLookFailed(WorkKind kind, string errorCode);

    [LoggerMessage(2, LogLevel.Warning, "A poke for due {Kind} failed ({ErrorCode}); it is tried again")]
    private partial void LogPokeFailed(WorkKind kind, string errorCode);
}
