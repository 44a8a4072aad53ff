using Microsoft.Extensions.Logging;

namespace Shopkeeper.Storage.Orleans;

internal sealed partial class ReminderTable
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The reminders of this silo can't be read: the database is away. Until they are, no grain of it sets or " +
        "removes one; it is tried again every {Pause}")]
    private partial void LogWaits(TimeSpan pause);
}
