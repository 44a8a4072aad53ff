using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Orleans;

public abstract class GrainStorageTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly GrainId Grain = GrainId.Create("shop", "blue.myshopify.com");

    private IGrainStorage Storage => Services.GetRequiredKeyedService<IGrainStorage>("shops");

    [Fact]
    public async Task State_when_written_is_read_back_by_another_activation()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var (first, second) = (New(), New());
        await Storage.ReadStateAsync("shop", Grain, first);
        Assert.False(first.RecordExists);

        await WriteAsync(first, stay.Id, "one");
        await WriteAsync(first, stay.Id, "two");
        await Storage.ReadStateAsync("shop", Grain, second);

        Assert.True(second.RecordExists);
        Assert.Equal(first.ETag, second.ETag);
        Assert.Equal(first.State, second.State);
        await Storage.ReadStateAsync("other", Grain, second);
        Assert.False(second.RecordExists);
    }

    [Fact]
    public async Task Write_when_the_row_was_cleared_and_created_again_to_the_same_count_is_refused()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var (a, b) = (New(), New());
        await WriteAsync(a, stay.Id, "one");
        await WriteAsync(a, stay.Id, "two");

        await Storage.ReadStateAsync("shop", Grain, b);
        await Storage.ClearStateAsync("shop", Grain, b);
        await WriteAsync(b, stay.Id, "one");
        await WriteAsync(b, stay.Id, "two of b");

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(a, stay.Id, "three"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("shop", Grain, a));
        await Storage.ReadStateAsync("shop", Grain, a);
        Assert.Equal("two of b", a.State!.Text);
    }

    [Fact]
    public async Task First_writes_when_two_activations_race_let_one_pass()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var writes = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
            await Record.ExceptionAsync(() => WriteAsync(New(), stay.Id, $"{number}"))));

        var refusals = await Task.WhenAll(writes);

        Assert.Single(refusals, refusal => refusal is null);
        Assert.All(refusals.OfType<Exception>(), refusal => Assert.IsType<InconsistentStateException>(refusal));
    }

    [Fact]
    public async Task Write_when_the_state_names_no_current_installation_is_stale()
    {
        var old = await Services.StartAsync("blue", Cancel);
        var state = New();
        await WriteAsync(state, old.Id, "one");
        await Services.FenceAsync(old.Id, Cancel);
        var stay = await Services.StartAsync("blue", Cancel);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(state, old.Id, "two"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(New(), default, "none"));

        // The row changes hands only to the current installation.
        await WriteAsync(state, stay.Id, "new");
        await Storage.ReadStateAsync("shop", Grain, state);
        Assert.Equal(stay.Id, state.State!.InstallationId);
    }

    [Fact]
    public async Task State_goes_with_its_installation_and_clearing_it_then_is_no_fault()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var state = New();
        await WriteAsync(state, stay.Id, "one");
        await RunAsync($"delete from installations where id = '{stay.Id}'");

        await Storage.ClearStateAsync("shop", Grain, state);

        Assert.False(state.RecordExists);
        Assert.Equal([0L], await QueryAsync<long>("select count(*) from grain_state"));
    }

    [Fact]
    public async Task Payload_is_not_readable_in_the_table()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await WriteAsync(New(), stay.Id, "canary");
        var payload = Assert.Single(await QueryAsync<byte[]>("select payload from grain_state"));
        Assert.True(payload.AsSpan().IndexOf("canary"u8) < 0);
    }

    private static GrainState<Sample> New() => new(new Sample());

    private Task WriteAsync(GrainState<Sample> state, InstallationId installation, string text)
    {
        state.State = new Sample { InstallationId = installation, Text = text };
        return Storage.WriteStateAsync("shop", Grain, state);
    }

    public sealed record Sample : IInstallationState
    {
        public InstallationId InstallationId { get; init; }

        public string Text { get; init; } = "";
    }

    public sealed class OnPostgres() : GrainStorageTests(Dialect.Postgres);

    public sealed class OnSqlite() : GrainStorageTests(Dialect.Sqlite);
}
