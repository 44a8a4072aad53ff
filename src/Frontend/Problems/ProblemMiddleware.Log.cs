using Microsoft.Extensions.Logging;

namespace Shopkeeper.Frontend.Problems;

internal sealed partial class ProblemMiddleware
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A request could not be served for now: {Kind}.")]
    private static partial void LogUnavailable(ILogger logger, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed: {Kind} from {Source}.")]
    private static partial void LogFailed(ILogger logger, string kind, string? source);
}
