using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Teardowns;

/// <summary>An end that Shopify's token endpoint claims, and no delivery.</summary>
public abstract class EndClaimTests(Dialect dialect) : ShopDataTests(dialect)
{
    private const string Evidence = "token-endpoint:app_not_installed";

    private ITeardownStore Store => Get<ITeardownStore>();

    [Fact]
    public async Task Claim_opens_one_confirmation_however_often_it_comes()
    {
        var installation = await InstallAsync();

        var opened = await Store.ClaimAsync(Claim(installation), Cancel);
        var again = await Store.ClaimAsync(Claim(installation), Cancel);

        Assert.Equal((TeardownStatus.Confirming, 1L), (opened.Status, opened.Version));
        Assert.Equal((opened.Id, 1L), (again.Id, again.Version));
        Assert.Equal([installation.Id], await Store.FindDueAsync(5, Cancel));
    }

    [Fact]
    public async Task Claim_takes_the_place_of_a_delivery_that_proves_nothing_and_not_of_one_that_does()
    {
        var installation = await InstallAsync();
        await Planting.DeliverAsync(Database, Shop, "app/uninstalled", "first", Cancel);
        await Store.OpenAsync(
            Samples.Confirming(installation, "first"), Samples.Delivery(installation, 1, "first"), Cancel);

        var joined = await Store.ClaimAsync(Claim(installation), Cancel);

        Assert.Equal(EndCause.AppNotInstalled, joined.Cause);
        Assert.Equal(["delivery:app/uninstalled", Evidence], joined.Evidence);
        await Store.SaveAsync(
            joined with { BodyNamesShop = true, Cause = EndCause.UninstalledByMerchant, Evidence = ["x"] }, Cancel);
        Assert.Equal(
            EndCause.UninstalledByMerchant, (await Store.ClaimAsync(Claim(installation), Cancel)).Cause);
    }

    [Fact]
    public async Task Claim_is_void_once_shopify_gives_a_new_grant()
    {
        var installation = await InstallAsync();
        await Planting.DeliverAsync(Database, Shop, "app/uninstalled", "first", Cancel);
        await Store.OpenAsync(
            Samples.Confirming(installation, "first"), Samples.Delivery(installation, 1, "first"), Cancel);
        await Store.ClaimAsync(Claim(installation), Cancel);

        await Get<IInstallationStore>().SwapGrantAsync(
            new GrantSwap
            {
                Installation = installation.Id, Grant = Stays.Grant("shpat_2"), AppInstallationId = "gid://2",
            },
            Cancel);

        Assert.Null(await Store.FindByInstallationAsync(installation.Id, Cancel));
        Assert.Equal(
            [(int)Verdict.Superseded], (await ReadAsync("select verdict from webhook_ids")).Select(int.Parse));
    }

    // The certificate of an end that is proved later would say that Shopify had shown the access to be over.
    [Fact]
    public async Task Claim_that_joined_a_delivery_is_void_once_shopify_gives_a_new_grant_and_the_delivery_is_not()
    {
        var installation = await InstallAsync();
        await Planting.DeliverAsync(Database, Shop, "app/uninstalled", "first", Cancel);
        var open = await Store.OpenAsync(
            Samples.Confirming(installation, "first") with { BodyNamesShop = true },
            Samples.Delivery(installation, 1, "first"), Cancel);
        await Store.ClaimAsync(Claim(installation), Cancel);

        await Get<IInstallationStore>().SwapGrantAsync(
            new GrantSwap
            {
                Installation = installation.Id, Grant = Stays.Grant("shpat_2"), AppInstallationId = "gid://2",
            },
            Cancel);

        var left = (await Store.FindByInstallationAsync(installation.Id, Cancel))!;
        Assert.Equal((EndCause.UninstalledByMerchant, open.Id), (left.Cause, left.Id));
        Assert.Equal(["delivery:app/uninstalled"], left.Evidence);
    }

    private static TeardownRecord Claim(Installation installation) => Samples.Confirming(installation) with
    {
        Cause = EndCause.AppNotInstalled,
        Evidence = [Evidence],
        BodyHash = null,
    };

    public sealed class OnPostgres() : EndClaimTests(Dialect.Postgres);

    public sealed class OnSqlite() : EndClaimTests(Dialect.Sqlite);
}
