using Microsoft.Extensions.Logging;

namespace Shopkeeper.Storage.Orleans;

internal sealed partial class ReminderTable
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The reminders of this silo can't be read ({Code}). Until they are, no grain of it sets or removes one; " +
        "it is tried again every {Pause}")]
    private partial void LogWaits(string code, TimeSpan pause);
}
