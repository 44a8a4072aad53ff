using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Databases.Sqlite;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Databases;

public sealed class SqliteTests : StorageTests
{
    private readonly TaskCompletionSource _never = new();

    public SqliteTests()
        : base(Dialect.Sqlite)
    {
    }

    [Fact]
    public void Database_when_held_by_another_process_is_refused_with_the_remedy()
    {
        var refusal =
            Assert.Throws<InvalidOperationException>(() => new SqliteDatabase(DataDirectory, TimeProvider.System));
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:DataDirectory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_when_its_holder_is_gone_opens_again_with_all_it_was_told()
    {
        using var folder = new TemporaryFolder();
        await using (var first = new SqliteDatabase(folder.Path, TimeProvider.System))
            await first.WriteAsync(
                session => session.RunScriptAsync("create table t(x integer); insert into t values (7)"), Cancel);

        await using var second = new SqliteDatabase(folder.Path, TimeProvider.System);
        await second.WriteAsync(session => session.RunScriptAsync("insert into t select x + 1 from t"), Cancel);
    }

    [Fact]
    public void Files_can_be_read_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.EnumerateFiles(DataDirectory, "shopkeeper.db*"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Request_when_it_fails_undoes_only_itself()
    {
        await RunAsync("create table kept(x integer primary key)");
        var requests = Enumerable.Range(0, 200).Select(number => Database.WriteAsync(
            async session =>
            {
                await session.RunScriptAsync($"insert into kept values ({number})");
                if (number % 3 == 0) throw new InstallationEndedException(default);
                if (number % 5 == 0) await session.RunScriptAsync($"insert into kept values ({number})");
            },
            Cancel)).ToList();

        var refused = 0;
        foreach (var request in requests)
        {
            if (await Record.ExceptionAsync(() => request) is not null) refused++;
        }

        var expected =
            Enumerable.Range(0, 200).Where(number => number % 3 != 0 && number % 5 != 0).Select(number => (long)number);
        Assert.Equal(expected, await QueryAsync<long>("select x from kept order by x"));
        Assert.Equal(93, refused);
    }

    [Fact]
    public async Task Work_when_it_awaits_anything_else_is_refused_and_undone_and_the_writer_goes_on()
    {
        await RunAsync("create table kept(x integer primary key)");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(
            async session =>
            {
                await session.RunScriptAsync("insert into kept values (1)");
                await _never.Task;
            },
            Cancel));

        await RunAsync("insert into kept values (2)");
        Assert.Equal([2L], await QueryAsync<long>("select x from kept"));
    }

    [Fact]
    public async Task Refused_statement_names_a_code_and_none_of_its_values()
    {
        await RunAsync("create table kept(x text unique)");
        await RunAsync("insert into kept values ('secret-canary')");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunAsync("insert into kept values ('secret-canary')"));

        Assert.Contains("sqlite-2067", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulk_work_when_other_writers_never_rest_gets_its_turn()
    {
        await RunAsync("create table kept(x integer)");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested) await RunAsync("insert into kept values (1)");
            },
            Cancel)).ToList();

        await Database.PurgeAsync(session => session.RunScriptAsync("insert into kept values (2)"), Cancel)
            .WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Equal([1L], await QueryAsync<long>("select count(*) from kept where x = 2"));
    }

    [Fact]
    public async Task Erased_rows_when_the_log_is_truncated_are_in_no_file()
    {
        await RunAsync("create table kept(x text)");
        await RunAsync("insert into kept values ('canary-4711')");
        Assert.True(FilesHold("canary-4711"));

        await RunAsync("delete from kept");
        await Database.TruncateLogAsync(Cancel);

        Assert.False(FilesHold("canary-4711"));
        Assert.Equal(0, new FileInfo(Path.Combine(DataDirectory, "shopkeeper.db-wal")).Length);
    }

    private bool FilesHold(string text) => Directory.EnumerateFiles(DataDirectory, "shopkeeper.db*")
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
        });
}
