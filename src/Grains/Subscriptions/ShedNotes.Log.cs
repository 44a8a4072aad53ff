using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Subscriptions;

internal sealed partial class ShedNotes
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "A delivery was shed, and that its shop's subscriptions are to be compared could not be written "
        + "({ErrorCode}); it is tried again.")]
    private partial void LogNotNoted(string errorCode);
}
