using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Remote;

internal sealed partial class SignalForwarder
{
    [LoggerMessage(1, LogLevel.Debug, "No silo took the signal for due {Kind} ({ErrorCode}); it is polled for")]
    private partial void LogNotForwarded(WorkKind kind, string errorCode);
}
