using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Installations;

/// <summary>
/// While an install is on its way, its intent keeps teardowns from Shopify. It commits under that intent or not at all,
/// and leaves the intents of other installs of the shop alone: two activations of one actor can be on their way.
/// </summary>
public abstract class InstallIntentTests(Dialect dialect) : StorageTests(dialect)
{
    private IInstallationStore Store => Get<IInstallationStore>();

    private IPermitStore Permits => Get<IPermitStore>();

    [Fact]
    public async Task Install_when_it_commits_takes_its_own_intent_with_it_and_its_shop_is_free_again()
    {
        var old = await EndedAsync();
        var intent = await IntendAsync();
        Assert.Null(await Permits.TryTakePermitAsync(old.Shop, old.Id, null, Cancel));

        var stay = await StartAsync(intent);
        await Services.FenceAsync(stay.Id, Cancel);

        Assert.Null(await Permits.TryTakePermitAsync(old.Shop, old.Id, null, Cancel));
        Assert.NotNull(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));
    }

    // Both were probed while Shopify took their tokens. The first begins a stay, an order ends that, and its teardown
    // must not call Shopify before the second has come to something.
    [Fact]
    public async Task Intent_of_an_install_outlives_the_stay_of_another_and_keeps_its_teardown_waiting()
    {
        var (first, second) = (await IntendAsync(), await IntendAsync());
        var stay = await StartAsync(first);
        await Services.FenceAsync(stay.Id, Cancel);

        Assert.Null(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));
        Assert.True(await Permits.IsHeldByIntentAsync(stay.Shop, stay.Id, null, Cancel));

        var next = await StartAsync(second);
        Assert.Null(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));
        Assert.False(await Permits.IsHeldByIntentAsync(stay.Shop, stay.Id, null, Cancel));
        Assert.Equal(next, await Store.FindCurrentAsync(next.Shop, Cancel));
    }

    [Fact]
    public async Task Teardown_that_an_intent_kept_waiting_goes_on_when_the_install_came_to_nothing()
    {
        var stay = await EndedAsync();
        await IntendAsync();
        Assert.Null(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));

        await ExpireIntentsAsync();

        Assert.True(await Permits.IsHeldByIntentAsync(stay.Shop, stay.Id, null, Cancel));
        Assert.NotNull(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));
    }

    // A silo that hung for longer than its install's intent lasts: the teardown's call has been let through.
    [Fact]
    public async Task Install_whose_intent_has_run_out_begins_no_stay()
    {
        var old = await EndedAsync();
        var late = await IntendAsync();
        await ExpireIntentsAsync();
        Assert.NotNull(await Permits.TryTakePermitAsync(old.Shop, old.Id, null, Cancel));

        await Assert.ThrowsAsync<InstallExpiredException>(() => StartAsync(late));

        Assert.Null(await Store.FindCurrentAsync(old.Shop, Cancel));
        await Permits.RemoveIntentAsync(late, Cancel);
        await Assert.ThrowsAsync<InstallExpiredException>(() => StartAsync(late));
        Assert.Null(await Store.FindCurrentAsync(old.Shop, Cancel));
        Assert.Equal(2, (await StartAsync(await IntendAsync())).Generation);
    }

    [Fact]
    public async Task Reauthorization_whose_intent_has_run_out_leaves_the_grant_that_is_there()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var late = await IntendAsync();
        await ExpireIntentsAsync();
        var other = await IntendAsync();

        await Assert.ThrowsAsync<InstallExpiredException>(() => SwapAsync(stay, "shpat_late", late));

        Assert.Equal("shpat_1", (await Store.ReadGrantAsync(stay.Id, Cancel))!.AccessToken.Reveal());
        await SwapAsync(stay, "shpat_2", other);
        Assert.Equal("shpat_2", (await Store.ReadGrantAsync(stay.Id, Cancel))!.AccessToken.Reveal());
        await Assert.ThrowsAsync<InstallExpiredException>(() => SwapAsync(stay, "shpat_3", other));
    }

    [Fact]
    public async Task Reauthorization_takes_its_own_intent_with_it_and_no_other()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var (first, second) = (await IntendAsync(), await IntendAsync());

        await SwapAsync(stay, "shpat_2", first);

        Assert.Equal([second], await QueryAsync<Guid>("select id from install_intents"));
    }

    // The answer to an attempt was lost, and its intent went with it: the next attempt finds its grant there.
    [Fact]
    public async Task Grant_that_is_brought_once_more_needs_no_intent()
    {
        var (first, second) = (await IntendAsync(), await IntendAsync());
        var origin = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var stay = await StartAsync(first, origin);

        Assert.Equal(stay.Id, (await SwapAsync(stay, "shpat_1", first, origin)).Id);
        Assert.Equal([second], await QueryAsync<Guid>("select id from install_intents"));
    }

    private async Task<Guid> IntendAsync() => (await Permits.RecordIntentAsync(Stays.Shop("blue"), Cancel)).Intent;

    private async Task ExpireIntentsAsync() => await RunAsync("update install_intents set expires_at = 1");

    private async Task<Installation> StartAsync(Guid intent, Guid? origin = null)
    {
        var start = Stays.Of("blue");
        var (started, stay) = await Store.StartAsync(
            start with { Intent = intent, Grant = start.Grant with { Origin = origin } }, Cancel);
        Assert.True(started);
        return stay;
    }

    private Task<Installation> SwapAsync(Installation stay, string token, Guid intent, Guid? origin = null) =>
        Store.SwapGrantAsync(
            new GrantSwap
            {
                Installation = stay.Id,
                Grant = Stays.Grant(token) with { Origin = origin },
                Intent = intent,
                AppInstallationId = stay.AppInstallationId,
            },
            Cancel);

    private async Task<Installation> EndedAsync()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Store.FenceAsync(Stays.Fence(stay.Id, EndCause.Operator), Cancel);
        return stay;
    }

    public sealed class OnPostgres() : InstallIntentTests(Dialect.Postgres);

    public sealed class OnSqlite() : InstallIntentTests(Dialect.Sqlite);
}
