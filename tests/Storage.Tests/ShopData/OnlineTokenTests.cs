using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.ShopData;

/// <summary>Users' online tokens: with their session, under its installation's key, until they expire.</summary>
public abstract class OnlineTokenTests(Dialect dialect) : ShopDataTests(dialect)
{
    private const string Id1 = "blue-widgets.myshopify.com_1";

    private ISessionStore Store => Get<ISessionStore>();

    [Fact]
    public async Task Online_token_is_read_as_it_was_kept_and_the_next_one_takes_its_place()
    {
        var installation = (await InstallAsync()).Id;
        var token = Planting.OnlineToken();
        await Store.SaveOnlineAsync(installation, Id1, token, Cancel);
        Assert.Equal(token, await Store.FindOnlineAsync(installation, Id1, Cancel));

        var next = token with { Scopes = "", ExpiresAt = token.ExpiresAt.AddHours(1) };
        await Store.SaveOnlineAsync(installation, Id1, next, Cancel);

        Assert.Equal(next, await Store.FindOnlineAsync(installation, Id1, Cancel));
        Assert.Equal(1, await CountAsync("sessions"));
    }

    [Fact]
    public async Task Online_token_stays_when_its_session_is_recorded_again_and_belongs_to_no_other()
    {
        var installation = (await InstallAsync()).Id;
        var neighbour = (await InstallAsync(Neighbour)).Id;
        var session = Planting.Session();
        await Store.SaveAsync(installation, session, Cancel);
        Assert.Null(await Store.FindOnlineAsync(installation, session.Id, Cancel));
        await Store.SaveOnlineAsync(installation, session.Id, Planting.OnlineToken(), Cancel);

        await Store.SaveAsync(installation, session with { ShopifySessionId = "another" }, Cancel);

        Assert.Equal(Planting.OnlineToken(), await Store.FindOnlineAsync(installation, session.Id, Cancel));
        Assert.Null(await Store.FindOnlineAsync(installation, Id1, Cancel));
        Assert.Null(await Store.FindOnlineAsync(neighbour, session.Id, Cancel));
        Assert.Equal("another", Assert.Single(await Store.ListAsync(installation, 5, Cancel)).ShopifySessionId);
    }

    [Fact]
    public async Task Online_token_when_moved_to_another_users_session_does_not_decrypt()
    {
        var installation = (await InstallAsync()).Id;
        await Store.SaveOnlineAsync(installation, Id1, Planting.OnlineToken(), Cancel);
        await Store.SaveOnlineAsync(installation, "other", Planting.OnlineToken(), Cancel);
        await RunAsync("update sessions set token = (select s.token from sessions s order by s.token limit 1)");

        Exception?[] outcomes =
        [
            await Record.ExceptionAsync(() => Store.FindOnlineAsync(installation, Id1, Cancel)),
            await Record.ExceptionAsync(() => Store.FindOnlineAsync(installation, "other", Cancel)),
        ];
        Assert.IsType<AuthenticationTagMismatchException>(Assert.Single(outcomes, outcome => outcome is not null));
    }

    [Fact]
    public async Task Sessions_whose_online_token_has_expired_are_dropped_and_others_stay()
    {
        var installation = (await InstallAsync()).Id;
        await Store.SaveAsync(installation, Planting.Session("without-token"), Cancel);
        await Store.SaveOnlineAsync(installation, "lives", Planting.OnlineToken(), Cancel);
        await Store.SaveOnlineAsync(
            installation, "over", Planting.OnlineToken(DateTimeOffset.UnixEpoch.AddDays(1)), Cancel);
        Assert.NotNull(await Store.FindOnlineAsync(installation, "over", Cancel));

        Assert.Equal(1, await Get<IRetention>().DropOldAsync(Cancel));

        Assert.Null(await Store.FindOnlineAsync(installation, "over", Cancel));
        Assert.NotNull(await Store.FindOnlineAsync(installation, "lives", Cancel));
        Assert.Equal(2, await CountAsync("sessions"));
    }

    [Fact]
    public async Task Online_token_of_a_stay_that_has_ended_is_kept_nowhere()
    {
        var installation = (await InstallAsync()).Id;
        await FenceAsync(installation);

        await Assert.ThrowsAsync<InstallationEndedException>(
            () => Store.SaveOnlineAsync(installation, Id1, Planting.OnlineToken(), Cancel));
    }

    public sealed class OnPostgres() : OnlineTokenTests(Dialect.Postgres);

    public sealed class OnSqlite() : OnlineTokenTests(Dialect.Sqlite);
}
