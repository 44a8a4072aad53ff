using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Subscriptions;

internal sealed partial class ShedNotes
{
    [LoggerMessage(
        LogLevel.Warning,
        "A delivery was shed, and that its shop's subscriptions are to be compared could not be written ({Code}); it "
        + "is tried again.")]
    private partial void LogNotNoted(string code);
}
