using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Subscriptions;

internal sealed partial class DeployAnnouncement
{
    [LoggerMessage(
        1,
        LogLevel.Information,
        "Other webhook subscriptions are wanted than before: {Installations} installations are compared within "
        + "{Within}.")]
    private partial void LogMarked(int installations, TimeSpan within);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "What webhook subscriptions are wanted could not be announced ({ErrorCode}); it is tried again.")]
    private partial void LogNotAnnounced(string errorCode);
}
