using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Tokens;

/// <summary>
/// Shopify gives a merchant who authorizes again the token without expiry that the shop has already. Found by the
/// simulation: a migration replaced it between the install's question to Shopify and its commit, which wrote the dead
/// token over the pair; a teardown took the 401 for an end of access and certified it, with the app installed still.
/// </summary>
public abstract class MigratedGrantTests(Dialect dialect) : StorageTests(dialect)
{
    private static Grant Pair => GrantStoreTests.Pair("2");

    private ITokenMigrationStore Migration => Get<ITokenMigrationStore>();

    private IInstallationStore Installations => Get<IInstallationStore>();

    [Fact]
    public async Task Grant_that_was_compared_with_another_version_is_not_stored()
    {
        var stay = await BeginAsync();
        var version = await AskedAsync(stay);
        Assert.True(await Migration.CompleteAsync(stay.Id, version, Guid.Empty, Pair, Cancel));

        await Assert.ThrowsAsync<GrantMovedException>(() => SwapAsync(stay, version));

        Assert.Equal("shpat_2", await TokenAsync(stay));
    }

    [Fact]
    public async Task Token_that_is_brought_again_while_it_is_being_replaced_is_replaced_all_the_same()
    {
        var stay = await BeginAsync();
        var version = await AskedAsync(stay);

        await SwapAsync(stay, version);
        Assert.True(await Migration.CompleteAsync(stay.Id, version, Guid.Empty, Pair, Cancel));

        Assert.Equal("shpat_2", await TokenAsync(stay));
    }

    // The answer was lost, and the next attempt has no intent any more: it overwrites nothing, and comes not too late.
    [Fact]
    public async Task Token_that_is_being_replaced_can_be_brought_twice_under_one_intent()
    {
        var stay = await BeginAsync();
        var version = await AskedAsync(stay);
        var (intent, _) = await Get<IPermitStore>().RecordIntentAsync(stay.Shop, Cancel);

        for (var attempt = 1; attempt <= 2; attempt++)
            Assert.Equal(stay.Id, (await SwapAsync(stay, version, intent: intent)).Id);

        Assert.True(await Migration.CompleteAsync(stay.Id, version, Guid.Empty, Pair, Cancel));
        await Assert.ThrowsAsync<InstallExpiredException>(() => SwapAsync(stay, version + 1, "shpat_3", intent));
    }

    [Fact]
    public async Task Other_token_that_comes_while_one_is_being_replaced_stays()
    {
        var stay = await BeginAsync();
        var version = await AskedAsync(stay);

        await SwapAsync(stay, version, "shpat_3");
        Assert.False(await Migration.CompleteAsync(stay.Id, version, Guid.Empty, Pair, Cancel));

        Assert.Equal("shpat_3", await TokenAsync(stay));
    }

    private async Task<Installation> BeginAsync()
    {
        var (started, stay) = await Installations.StartAsync(
            Stays.Of("blue") with { Grant = Lasting("shpat_1") }, Cancel);
        Assert.True(started);
        return stay;
    }

    private async Task<long> AskedAsync(Installation stay)
    {
        var held = await Get<IGrantStore>().ReadAsync(stay.Id, Cancel);
        Assert.True(await Migration.TryBeginAsync(stay.Id, held!.Version, 1, Cancel));
        return held.Version;
    }

    private Task<Installation> SwapAsync(
        Installation stay, long version, string token = "shpat_1", Guid? intent = null) =>
        Installations.SwapGrantAsync(
            new GrantSwap
            {
                Installation = stay.Id,
                Grant = Lasting(token),
                Version = version,
                Intent = intent,
                AppInstallationId = stay.AppInstallationId,
            },
            Cancel);

    private async Task<string> TokenAsync(Installation stay) =>
        (await Installations.ReadGrantAsync(stay.Id, Cancel))!.AccessToken.Reveal();

    private static Grant Lasting(string token) => new()
    {
        AccessToken = new AccessToken(token),
        Scopes = "read_products",
        Origin = Guid.CreateVersion7(),
    };

    public sealed class OnPostgres() : MigratedGrantTests(Dialect.Postgres);

    public sealed class OnSqlite() : MigratedGrantTests(Dialect.Sqlite);
}
