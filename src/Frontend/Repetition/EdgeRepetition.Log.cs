using Microsoft.Extensions.Logging;

namespace Shopkeeper.Frontend.Repetition;

internal sealed partial class EdgeRepetition
{
    [LoggerMessage(1, LogLevel.Information, "{Method} is called once more, since a silo went away ({Kind})")]
    private partial void LogRepeated(string method, string kind);
}
