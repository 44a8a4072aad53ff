using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Tokens;

public abstract class TokenMigrationStoreTests(Dialect dialect) : StorageTests(dialect)
{
    private const int Canary = 2;

    private ITokenMigrationStore Migration => Get<ITokenMigrationStore>();

    private IGrantStore Grants => Get<IGrantStore>();

    [Fact]
    public async Task Migration_when_the_canary_is_begun_begins_no_more_until_an_operator_continues()
    {
        var stays = await StartAsync(4);

        var begun = await Task.WhenAll(stays.Select(stay => Task.Run(() => BeginAsync(stay))));

        Assert.Equal(Canary, begun.Count(one => one));
        var asked = stays.Where((_, index) => begun[index]).Select(stay => stay.Id).ToHashSet();
        Assert.Equal(asked, (await Migration.FindDueAsync(Canary, 10, Cancel)).ToHashSet());
        await Migration.ContinueAsync(Cancel);
        Assert.Equal(4, (await Migration.FindDueAsync(Canary, 10, Cancel)).Count);
        Assert.True(await BeginAsync(stays.First(stay => !asked.Contains(stay.Id))));
        var seen = await Migration.ReadAsync(Cancel);
        Assert.Equal((TokenMigrationState.Running, 3, 4), (seen.State, seen.Begun, seen.Remaining));
    }

    [Fact]
    public async Task Migration_when_it_completes_holds_the_pair_and_counts_it()
    {
        var stay = (await StartAsync(1))[0];
        Assert.True(await BeginAsync(stay));

        Assert.True(await Migration.CompleteAsync(stay.Id, 0, Guid.Empty, GrantStoreTests.Pair("2"), Cancel));

        Assert.False(await Migration.CompleteAsync(stay.Id, 0, Guid.Empty, GrantStoreTests.Pair("3"), Cancel));
        var held = await Grants.ReadAsync(stay.Id, Cancel);
        Assert.Equal(("shpat_2", MigrationMark.None), (held!.Grant.AccessToken.Reveal(), held.Migration));
        var seen = await Migration.ReadAsync(Cancel);
        Assert.Equal((1, 0, 0), (seen.Migrated, seen.Remaining, seen.Failed));
    }

    [Fact]
    public async Task Migration_when_one_fails_stops_for_all_until_an_operator_continues()
    {
        var stays = await StartAsync(3);
        Assert.True(await BeginAsync(stays[0]));
        Assert.True(await BeginAsync(stays[1]));

        await Migration.FailAsync(stays[0].Id, 0, MigrationMark.Lost, "server-error", Cancel);
        await Migration.FailAsync(stays[1].Id, 0, MigrationMark.Declined, "invalid-subject-token", Cancel);

        Assert.False(await BeginAsync(stays[2]));
        Assert.Empty(await Migration.FindDueAsync(Canary, 10, Cancel));
        var stopped = await Migration.ReadAsync(Cancel);
        Assert.Equal(
            (TokenMigrationState.Stopped, 2, "invalid-subject-token"),
            (stopped.State, stopped.Failed, stopped.FailureCode));
        Assert.Equal((1, 1, 1), (stopped.Remaining, stopped.Lost, stopped.Declined));
        await Migration.ContinueAsync(Cancel);
        Assert.Equal(
            [stays[1].Id, stays[2].Id],
            (await Migration.FindDueAsync(Canary, 10, Cancel)).OrderBy(id => id.Value));
    }

    [Fact]
    public async Task Migration_when_it_was_never_asked_is_released_and_begun_again()
    {
        var stay = (await StartAsync(1))[0];
        Assert.True(await BeginAsync(stay));
        Assert.False(await BeginAsync(stay));

        await Migration.ReleaseAsync(stay.Id, 0, null, Cancel);
        Assert.Equal(0, (await Migration.ReadAsync(Cancel)).Begun);

        Assert.True(await BeginAsync(stay));
        await Grants.DeferRefreshAsync(stay.Id, 0, TimeProvider.System.GetUtcNow().AddHours(1), Cancel);
        Assert.Empty(await Migration.FindDueAsync(Canary, 10, Cancel));
    }

    [Fact]
    public async Task Migration_when_it_goes_on_takes_up_what_came_to_nothing_after_all_that_was_never_begun()
    {
        var stays = await StartAsync(4);
        Assert.True(await BeginAsync(stays[0]));
        Assert.True(await BeginAsync(stays[1]));
        await Migration.FailAsync(stays[0].Id, 0, MigrationMark.Declined, "invalid-subject-token", Cancel);
        await Migration.FailAsync(stays[1].Id, 0, MigrationMark.None, "throttled", Cancel);

        await Migration.ContinueAsync(Cancel);

        Assert.Equal(
            [stays[2].Id, stays[3].Id], await Migration.FindDueAsync(Canary, 2, Cancel));
        Assert.Equal(4, (await Migration.FindDueAsync(Canary, 10, Cancel)).Count);
    }

    [Fact]
    public async Task Migration_of_a_shop_that_sleeps_waits_for_it_and_keeps_no_place_among_the_first_few()
    {
        var stays = await StartAsync(3);
        Assert.True(await BeginAsync(stays[0]));
        Assert.True(await Grants.NoteLostAsync(stays[0].Id, 0, AccessState.Frozen, stays[0].StartedAt, Cancel));
        await Migration.ReleaseAsync(stays[0].Id, 0, TimeProvider.System.GetUtcNow().AddHours(6), Cancel);

        Assert.Equal([stays[1].Id, stays[2].Id], await Migration.FindDueAsync(Canary, 10, Cancel));
        Assert.True(await BeginAsync(stays[1]));
        Assert.True(await BeginAsync(stays[2]));
        await Migration.ContinueAsync(Cancel);
        await Migration.CompleteAsync(stays[1].Id, 0, Guid.Empty, GrantStoreTests.Pair("2"), Cancel);
        await Migration.CompleteAsync(stays[2].Id, 0, Guid.Empty, GrantStoreTests.Pair("3"), Cancel);

        await Get<IInstallationStore>().SetAccessAsync(
            stays[0].Id, AccessState.Fine, stays[0].StartedAt, Cancel);
        Assert.Empty(await Migration.FindDueAsync(Canary, 10, Cancel));
        await Grants.DeferRefreshAsync(stays[0].Id, 0, TimeProvider.System.GetUtcNow().AddSeconds(-1), Cancel);
        Assert.Equal([stays[0].Id], await Migration.FindDueAsync(Canary, 10, Cancel));
    }

    private Task<bool> BeginAsync(Installation stay) => Migration.TryBeginAsync(stay.Id, 0, Canary, Cancel);

    private async Task<Installation[]> StartAsync(int count)
    {
        var stays = new List<Installation>();
        for (var number = 0; number < count; number++)
            stays.Add(await Services.StartAsync($"shop-{number}", Cancel));
        return [.. stays.OrderBy(stay => stay.Id.Value)];
    }

    public sealed class OnPostgres() : TokenMigrationStoreTests(Dialect.Postgres);

    public sealed class OnSqlite() : TokenMigrationStoreTests(Dialect.Sqlite);
}
