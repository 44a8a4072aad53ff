using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Erasure;

namespace Shopkeeper.Storage.Tests.ShopData;

public abstract class GuardedWritesTests(Dialect dialect) : ShopDataTests(dialect)
{
    [Fact]
    public void Every_method_of_every_port_says_what_it_has_to_do_with_the_guard()
    {
        var ports = typeof(Database).Assembly.GetTypes()
            .SelectMany(type => type.GetInterfaces())
            .Where(port => port.Assembly == typeof(Installation).Assembly)
            .Where(port => port.GetMethods().Any(method => typeof(Task).IsAssignableFrom(method.ReturnType)))
            .Distinct()
            .ToArray();
        Assert.True(ports.Length >= 12, "The ports were not found.");

        var methods = ports
            .SelectMany(port => port.GetMethods().Where(method => !method.IsSpecialName)
                .Select(method => $"{port.Name}.{method.Name}"))
            .ToHashSet();
        var told = PortTable.Guarded.Keys.Concat(PortTable.Unguarded.Keys).ToHashSet();
        var untold = methods.Where(method => !PortTable.Reads(method)).Except(told).ToArray();
        var gone = told.Except(methods)
            .Where(method => ports.Any(port => method.StartsWith($"{port.Name}.", StringComparison.Ordinal)))
            .ToArray();
        Assert.Empty(untold);
        Assert.Empty(gone);
    }

    [Fact]
    public async Task Guarded_writes_of_an_installation_that_is_current_are_let_in()
    {
        foreach (var (name, write) in Implemented())
        {
            var call = await PrepareAsync();
            if (name.StartsWith("IWebhookInbox.", StringComparison.Ordinal)
                || name.StartsWith("ITeardownStore.", StringComparison.Ordinal))
            {
                await RunAsync($"""
                    insert into webhook_inbox(id, shop, topic, lane, delivery_hash, recorded_at, due_at, payload)
                    {(Dialect == Dialect.Postgres ? "overriding system value" : "")}
                    values (1, '{call.Installation.Shop}', 'app/uninstalled', 0, {Zeros}, now_ms() + 1000, 0, {Zeros})
                    """);
            }

            await write(Services, call);
            await RunAsync("""
                delete from installations;
                delete from teardowns;
                delete from webhook_inbox;
                delete from reminders;
                """);
        }
    }

    [Fact]
    public async Task Guarded_writes_between_fence_and_purge_and_after_it_are_all_refused()
    {
        var call = await PrepareAsync();
        var subject = SubjectOf(call.Installation);
        await FenceAsync(call.Id);
        await AssertAllRefusedAsync(call, "between fence and purge");

        await PurgeAllAsync(subject);
        await AssertAllRefusedAsync(call, "after the purge");
        Assert.Equal(0, (await Get<IResidue>().CountAsync(subject, Cancel)).Sum(count => count.Count));
    }

    [Fact]
    public async Task Writers_that_race_the_fence_leave_nothing_that_was_written_after_it()
    {
        var call = await PrepareAsync();
        var writers = Enumerable.Range(0, 4).Select(_ => WriteUntilRefusedAsync(call)).ToArray();
        while (await CountAsync("api_logs") < 20)
            Cancel.ThrowIfCancellationRequested();

        await FenceAsync(call.Id);
        var atFence = await CountAsync("api_logs");
        await Task.WhenAll(writers);
        Assert.Equal(atFence, await CountAsync("api_logs"));
    }

    private async Task WriteUntilRefusedAsync(GuardedCall call)
    {
        var append = PortTable.Guarded["IApiLogStore.AppendAsync"];
        while (await Record.ExceptionAsync(() => append(Services, call)) is not InstallationEndedException)
            Cancel.ThrowIfCancellationRequested();
    }

    private async Task AssertAllRefusedAsync(GuardedCall call, string when)
    {
        var before = await SnapshotAsync();
        foreach (var (name, write) in Implemented())
        {
            var exception = await Record.ExceptionAsync(() => write(Services, call));
            Assert.True(
                exception is InstallationEndedException, $"{name} {when}: {exception?.Message ?? "not refused"}");
        }

        Assert.Equal(before, await SnapshotAsync());
    }

    private async Task<GuardedCall> PrepareAsync()
    {
        var installation = await InstallAsync();
        await Planting.PlantAsync(Services, installation, Cancel);
        await RunAsync("delete from webhook_inbox; delete from webhook_ids");
        var job = Assert.Single(await Get<IJobStore>().ClaimAsync(
            installation.Id, new JobClaim("runner", 1, TimeSpan.FromMinutes(1)), Cancel));
        return new GuardedCall(installation, job, Cancel);
    }

    private IEnumerable<KeyValuePair<string, Func<IServiceProvider, GuardedCall, Task>>> Implemented()
    {
        var services = Services.GetRequiredService<IServiceProviderIsService>();
        return PortTable.Guarded.Where(entry => services.IsService(PortOf(entry.Key)));
    }

    private static Type PortOf(string method) => typeof(Installation).Assembly.GetTypes()
        .Single(type => type.Name == method[..method.IndexOf('.', StringComparison.Ordinal)]);

    private async Task<string> SnapshotAsync()
    {
        var rows = new List<string>();
        foreach (var table in ErasableTables.All)
            rows.AddRange((await ReadAsync($"select * from {table.Name}")).Order(StringComparer.Ordinal));
        return string.Join('\n', rows);
    }

    private string Zeros => Dialect == Dialect.Postgres
        ? $@"'\x{new string('0', 64)}'::bytea"
        : $"x'{new string('0', 64)}'";

    public sealed class OnPostgres() : GuardedWritesTests(Dialect.Postgres);

    public sealed class OnSqlite() : GuardedWritesTests(Dialect.Sqlite);
}
