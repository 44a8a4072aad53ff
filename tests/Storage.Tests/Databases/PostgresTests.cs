using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Databases.Postgres;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Databases;

public sealed class PostgresTests() : StorageTests(Dialect.Postgres)
{
    [Fact]
    public async Task Server_when_it_can_not_be_reached_is_named_by_a_code_alone()
    {
        await using var nowhere = new PostgresDatabase(
            $"Host=127.0.0.1;Port={FreePort.Next()};Username=someone;Password=secret-canary;Database=db");

        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(() => nowhere.PingAsync(Cancel));

        Assert.Equal("connection", fault.Code);
        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_statement_names_a_code_and_none_of_its_values()
    {
        await RunAsync("create table kept(x text unique)");
        await RunAsync("insert into kept values ('secret-canary')");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunAsync("insert into kept values ('secret-canary')"));

        Assert.Contains("23505", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_when_the_server_ends_it_is_unavailable_and_the_next_call_works()
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => RunAsync("select pg_terminate_backend(pg_backend_pid())"));

        await Database.PingAsync(Cancel);
    }

    [Fact]
    public async Task Transactions_that_wait_for_each_other_in_a_circle_both_end_well()
    {
        await RunAsync("create table kept(x integer primary key, n integer); insert into kept values (1, 0), (2, 0)");
        var attempts = 0;
        var met = new TaskCompletionSource();

        Task CrossAsync(int first, int second) => Database.WriteAsync(
            async session =>
            {
                await session.RunScriptAsync($"update kept set n = n + 1 where x = {first}");
                if (Interlocked.Increment(ref attempts) == 2) met.SetResult();
                await met.Task;
                await session.RunScriptAsync($"update kept set n = n + 1 where x = {second}");
            },
            Cancel);

        await Task.WhenAll(CrossAsync(1, 2), CrossAsync(2, 1)).WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.True(attempts > 2);
        Assert.Equal([2, 2], await QueryAsync<int>("select n from kept order by x"));
    }

    [Fact]
    public async Task Statement_that_outlasts_its_time_is_ended_by_the_server()
    {
        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(() => RunAsync("select pg_sleep(20)"));
        Assert.Equal("57014", fault.Code);
    }

    [Fact]
    public async Task Writer_that_idles_inside_does_not_hold_up_the_fence_for_ever()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var (inside, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writer = Database.GuardedAsync(
            stay.Id,
            async session =>
            {
                inside.SetResult();
                await leave.Task;
                await session.RunScriptAsync($"update installations set scopes = 'zombie' where id = '{stay.Id}'");
            },
            Cancel);
        await inside.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        // A single attempt may run into its own time limit first; asking again is what every caller does.
        await Eventually.UntilAsync(
            "the fence got through",
            async () => (await Services.FenceAsync(stay.Id, Cancel)).Outcome == FenceOutcome.Ended,
            cancellationToken: Cancel);
        leave.SetResult();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => writer);
        Assert.NotEqual(["zombie"], await QueryAsync<string>("select scopes from installations"));
    }
}
