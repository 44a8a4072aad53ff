using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Orleans;

/// <summary>Orleans' reminders. A row says when to wake which grain, and nothing else.</summary>
internal sealed partial class ReminderTable(
    Database database, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ReminderTable> logger)
    : IReminderTable
{
    private static readonly TimeSpan ToldEvery = TimeSpan.FromMinutes(1);

    /// <summary>What passes between two tries to read a range while the database is away.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public Task<ReminderTableData> ReadRows(GrainId grainId) =>
        ListAsync("reminders/read-of-grain", new { grain = grainId.ToString() });

    /// <summary>
    /// The reminders of a part of the ring: a circle of 32 bits, where a range holds its end and not its beginning, and
    /// one that does not rise wraps. While the database is away it waits. A silo reads so in the background when it
    /// starts; after a second failure Orleans 10.4 comes back in five minutes only, and in between no grain can set or
    /// remove a reminder on that silo.
    /// </summary>
    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        var statement = begin < end ? "reminders/read-between" : "reminders/read-outside";
        var args = new { begin = (long)begin, end = (long)end };
        long? told = null;
        while (true)
        {
            try
            {
                return await ListAsync(statement, args);
            }
            catch (StorageUnavailableException) when (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                if (told is not { } at || time.GetElapsedTime(at) >= ToldEvery)
                {
                    told = time.GetTimestamp();
                    LogWaits(Pause);
                }

                await Task.Delay(Pause, time, lifetime.ApplicationStopping);
            }
        }
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        (await database.ReadAsync(
            session => session.FindAsync<ReminderRow>(
                "reminders/read", new { grain = grainId.ToString(), name = reminderName }),
            CancellationToken.None))?.ToEntry();

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        var version = RowVersion.New();
        var row = new
        {
            grain = entry.GrainId.ToString(),
            key = entry.GrainId.Key.ToString(),
            name = entry.ReminderName,
            hash = (long)entry.GrainId.GetUniformHashCode(),
            startAt = new DateTimeOffset(DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc)),
            period = (long)entry.Period.TotalMilliseconds,
            version,
        };
        await database.StatementAsync(session => session.ExecuteAsync("reminders/upsert", row), CancellationToken.None);
        return RowVersion.ToEtag(version);
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        var row = new { grain = grainId.ToString(), name = reminderName, version = RowVersion.FromEtag(eTag) };
        return await database.StatementAsync(
            session => session.ExecuteAsync("reminders/remove", row), CancellationToken.None) == 1;
    }

    public Task TestOnlyClearTable() =>
        database.StatementAsync(session => session.ExecuteAsync("reminders/clear"), CancellationToken.None);

    private async Task<ReminderTableData> ListAsync(string statement, object args)
    {
        var rows = await database.ReadAsync(
            session => session.ListAsync<ReminderRow>(statement, args), CancellationToken.None);
        return new ReminderTableData(rows.Select(row => row.ToEntry()));
    }

    private sealed record ReminderRow
    {
        public string GrainId { get; init; } = "";

        public string Name { get; init; } = "";

        public DateTimeOffset StartAt { get; init; }

        public long PeriodMs { get; init; }

        public long Version { get; init; }

        public ReminderEntry ToEntry() => new()
        {
            GrainId = global::Orleans.Runtime.GrainId.Parse(GrainId),
            ReminderName = Name,
            StartAt = StartAt.UtcDateTime,
            Period = TimeSpan.FromMilliseconds(PeriodMs),
            ETag = RowVersion.ToEtag(Version),
        };
    }
}
