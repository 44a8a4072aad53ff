using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Installations;

public abstract class PermitStoreTests(Dialect dialect) : StorageTests(dialect)
{
    private IPermitStore Permits => Get<IPermitStore>();

    [Fact]
    public async Task Permit_is_given_to_an_ended_installation_and_lasts_until_released()
    {
        var stay = await EndedAsync("blue");

        var permit = await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel);

        Assert.NotNull(permit);
        var valid = await Permits.GetPermitValidForAsync(stay.Shop, Cancel);
        Assert.InRange(valid, TimeSpan.FromSeconds(5), IPermitStore.PermitLifetime);
        await Permits.ReleasePermitAsync(permit.Value, Cancel);
        Assert.Equal(TimeSpan.Zero, await Permits.GetPermitValidForAsync(stay.Shop, Cancel));
    }

    [Fact]
    public async Task Permit_when_the_installation_is_current_or_unknown_is_refused()
    {
        var stay = await Services.StartAsync("blue", Cancel);

        Assert.Null(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));
        Assert.Null(await Permits.TryTakePermitAsync(
            Stays.Shop("green"), InstallationId.New(DateTimeOffset.UnixEpoch), null, Cancel));
    }

    [Fact]
    public async Task Permit_when_the_merchant_came_back_is_refused_even_after_leaving_again()
    {
        var old = await EndedAsync("blue");
        var stay = await Services.StartAsync("blue", Cancel);
        Assert.Null(await Permits.TryTakePermitAsync(old.Shop, old.Id, null, Cancel));

        await Services.FenceAsync(stay.Id, Cancel);

        Assert.Null(await Permits.TryTakePermitAsync(old.Shop, old.Id, null, Cancel));
        Assert.NotNull(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));
    }

    [Fact]
    public async Task Intent_when_a_permit_is_valid_says_for_how_long_to_wait()
    {
        var stay = await EndedAsync("blue");
        await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel);

        var (_, wait) = await Permits.RecordIntentAsync(stay.Shop, Cancel);

        Assert.InRange(wait, TimeSpan.FromSeconds(5), IPermitStore.PermitLifetime);
    }

    [Fact]
    public async Task Permit_when_an_intent_is_recorded_is_refused_until_the_intent_goes()
    {
        var stay = await EndedAsync("blue");
        var (intent, wait) = await Permits.RecordIntentAsync(stay.Shop, Cancel);
        Assert.Equal(TimeSpan.Zero, wait);
        Assert.Null(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));

        await Permits.RemoveIntentAsync(intent, Cancel);

        Assert.NotNull(await Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));
    }

    [Fact]
    public async Task Permit_and_intent_when_they_race_never_miss_each_other()
    {
        for (var round = 0; round < 20; round++)
        {
            var stay = await EndedAsync($"shop-{round}");
            var permit = Task.Run(() => Permits.TryTakePermitAsync(stay.Shop, stay.Id, null, Cancel));
            var intent = Task.Run(() => Permits.RecordIntentAsync(stay.Shop, Cancel));

            var isGiven = await permit is not null;
            var isSeen = (await intent).PermitValidFor > TimeSpan.Zero;

            // Whichever came second saw the first.
            Assert.Equal(isGiven, isSeen);
        }
    }

    private async Task<Installation> EndedAsync(string shop)
    {
        var stay = await Services.StartAsync(shop, Cancel);
        await Services.FenceAsync(stay.Id, Cancel);
        return stay;
    }

    public sealed class OnPostgres() : PermitStoreTests(Dialect.Postgres);

    public sealed class OnSqlite() : PermitStoreTests(Dialect.Sqlite);
}
