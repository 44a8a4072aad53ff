using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Orleans;

public abstract class ReminderTableTests(Dialect dialect) : StorageTests(dialect)
{
    private IReminderTable Table => Get<IReminderTable>();

    [Fact]
    public async Task Reminder_when_written_is_found_by_grain_and_name()
    {
        var entry = Entry("blue.myshopify.com", "upkeep");
        var etag = (await Table.UpsertRow(entry, Cancel))!;

        var row = await Table.ReadRow(entry.GrainId, "upkeep", Cancel);

        Assert.NotNull(row);
        Assert.Equal((entry.GrainId, entry.ReminderName, etag), (row.GrainId, row.ReminderName, row.ETag));
        Assert.Equal((entry.StartAt, entry.Period), (row.StartAt, row.Period));
        Assert.Equal(DateTimeKind.Utc, row.StartAt.Kind);
        Assert.Null(await Table.ReadRow(entry.GrainId, "other", Cancel));
        Assert.Single((await Table.ReadRows(entry.GrainId, Cancel)).Reminders);
    }

    [Fact]
    public async Task Reminder_when_written_again_has_another_etag_and_the_old_one_removes_nothing()
    {
        var entry = Entry("blue.myshopify.com", "upkeep");
        var old = (await Table.UpsertRow(entry, Cancel))!;
        entry.Period = TimeSpan.FromHours(2);
        var etag = (await Table.UpsertRow(entry, Cancel))!;

        Assert.NotEqual(old, etag);
        Assert.False(await Table.RemoveRow(entry.GrainId, "upkeep", old, Cancel));
        Assert.Equal(entry.Period, (await Table.ReadRow(entry.GrainId, "upkeep", Cancel))!.Period);
        Assert.True(await Table.RemoveRow(entry.GrainId, "upkeep", etag, Cancel));
        Assert.False(await Table.RemoveRow(entry.GrainId, "upkeep", etag, Cancel));
    }

    [Fact]
    public async Task Every_reminder_is_in_exactly_one_part_of_the_ring()
    {
        var entries =
            Enumerable.Range(0, 64).Select(number => Entry($"shop-{number}.myshopify.com", "upkeep")).ToList();
        foreach (var entry in entries) await Table.UpsertRow(entry, Cancel);
        var hash = entries[0].GrainId.GetUniformHashCode();

        // Parts that rise, one that wraps round zero, and bounds that fall on a reminder.
        foreach (var (low, high) in new[] { (0x4000_0000u, 0xC000_0000u), (hash, hash + 1), (hash - 1, hash) })
        {
            var inside = await Table.ReadRows(low, high, Cancel);
            var outside = await Table.ReadRows(high, low, Cancel);
            Assert.Equal(64, inside.Reminders.Count + outside.Reminders.Count);
            Assert.All(inside.Reminders, row => Assert.InRange(row.GrainId.GetUniformHashCode(), low + 1, high));
        }

        Assert.Equal(64, (await Table.ReadRows(hash, hash, Cancel)).Reminders.Count);
    }

    private static ReminderEntry Entry(string key, string name) => new()
    {
        GrainId = GrainId.Create("shop", key),
        ReminderName = name,
        StartAt = new DateTime(2030, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc),
        Period = TimeSpan.FromMinutes(61),
    };

    // A silo that came up while the database restarted had no reminders for five minutes: Orleans reads them twice, and
    // then with its next refresh. A teardown that could not take its shop's reminder away spent all its attempts.
    public sealed class OnPostgres() : ReminderTableTests(Dialect.Postgres)
    {
        private readonly Warnings _warnings = new();

        protected override void Configure(IServiceCollection services) =>
            services.AddSingleton<ILoggerProvider>(_warnings);

        [Fact]
        public async Task Range_when_the_database_is_away_is_read_once_it_is_back()
        {
            await Table.UpsertRow(Entry("blue.myshopify.com", "upkeep"), Cancel);
            await LetInAsync(false);

            var reading = Table.ReadRows(0, 0, Cancel);
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Database.PingAsync(Cancel));
            Assert.False(reading.IsCompleted);
            await LetInAsync(true);

            Assert.Single((await reading).Reminders);
            Assert.Contains("reminders of this silo can't be read", Assert.Single(_warnings.Of("ReminderTable")));
        }

        [Fact]
        public async Task Range_when_the_process_stops_while_the_database_is_away_is_waited_for_no_longer()
        {
            await LetInAsync(false);
            var reading = Table.ReadRows(0, 0, Cancel);

            Get<IHostApplicationLifetime>().StopApplication();

            var fault = await Record.ExceptionAsync(() => reading);
            Assert.True(fault is OperationCanceledException or StorageUnavailableException, $"It was {fault}.");
        }

        private async Task LetInAsync(bool connections)
        {
            var server = new NpgsqlConnectionStringBuilder(ConnectionString);
            var name = server.Database;
            (server.Database, server.Pooling) = ("postgres", false);
            await using var connection = new NpgsqlConnection(server.ConnectionString);
            await connection.OpenAsync(Cancel);
            await connection.ExecuteAsync(
                $"""
                alter database {name} allow_connections {connections};
                select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}';
                """);
        }
    }

    public sealed class OnSqlite() : ReminderTableTests(Dialect.Sqlite);

    private sealed class Warnings : ILoggerProvider
    {
        private readonly ConcurrentQueue<(string Category, string Text)> _told = [];

        public IEnumerable<string> Of(string category) =>
            _told.Where(one => one.Category.EndsWith(category, StringComparison.Ordinal)).Select(one => one.Text);

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _told);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<(string Category, string Text)> told) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter) => told.Enqueue((category, formatter(state, exception)));
        }
    }
}
