using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.OAuth;

public sealed class TokenGrantTests : SimulatorTest
{
    private const string Offline = "urn:shopify:params:oauth:token-type:offline-access-token";
    private const string Online = "urn:shopify:params:oauth:token-type:online-access-token";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero));

    private protected override SimulatorOptions Options => base.Options with { Clock = _clock };

    [Fact]
    public async Task Session_token_buys_the_installations_offline_token()
    {
        var token = await InstallAsync();

        var (status, body) = await ExchangeAsync(await MintAsync(), Offline);

        Assert.Equal(200, status);
        Assert.Equal(token, body.GetProperty("access_token").GetString());
    }

    [Fact]
    public async Task Session_token_buys_an_online_token_that_ends_after_a_day()
    {
        await InstallAsync();
        var (_, body) = await ExchangeAsync(await MintAsync(), Online);
        var token = body.GetProperty("access_token").GetString()!;

        using var before = await QueryAsync(Shop, token, "{ shop { id } }");
        _clock.Advance(TimeSpan.FromDays(1));
        using var after = await QueryAsync(Shop, token, "{ shop { id } }");

        Assert.Equal(200, (int)before.StatusCode);
        Assert.Equal(401, (int)after.StatusCode);
    }

    [Fact]
    public async Task Session_token_of_a_shop_without_the_app_is_answered_app_not_installed()
    {
        await InstallAsync();
        var session = await MintAsync();
        await Control.UninstallAsync(Shop, cancellationToken: Cancel);

        var (status, body) = await ExchangeAsync(session, Offline);

        Assert.Equal(400, status);
        Assert.Equal("app_not_installed", body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Session_token_that_is_expired_forged_or_anothers_buys_nothing()
    {
        await InstallAsync();
        await InstallAsync(Neighbour);
        var expired = await MintAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        var anothers = (await Control.MintSessionTokenAsync(Neighbour, cancellationToken: Cancel)).Token;
        var forged = await MintAsync(new SessionTokenRequest { WrongSecret = true });

        foreach (var session in new[] { expired, anothers, forged, "a.b.c", "nonsense" })
        {
            var (status, body) = await ExchangeAsync(session, Offline);
            Assert.Equal(400, status);
            Assert.Equal("invalid_subject_token", body.GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task Expiring_token_ends_after_an_hour_and_its_refresh_token_buys_a_new_pair()
    {
        var pair = await Control.InstallAsync(Shop, new InstallRequest { Expiring = true }, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));
        using var expired = await QueryAsync(Shop, pair.AccessToken!, "{ shop { id } }");

        var (status, body) = await RefreshAsync(pair.RefreshToken!);

        Assert.Equal(401, (int)expired.StatusCode);
        Assert.Equal(200, status);
        Assert.Equal(3600, body.GetProperty("expires_in").GetInt32());
        Assert.Equal(7776000, body.GetProperty("refresh_token_expires_in").GetInt32());
        await DataAsync(Shop, body.GetProperty("access_token").GetString()!, "{ shop { id } }");
    }

    [Fact]
    public async Task Refresh_token_can_be_repeated_until_its_replacement_is_used()
    {
        var pair = await Control.InstallAsync(Shop, new InstallRequest { Expiring = true }, Cancel);
        await RefreshAsync(pair.RefreshToken!);
        var (repeated, replacement) = await RefreshAsync(pair.RefreshToken!);

        await DataAsync(Shop, replacement.GetProperty("access_token").GetString()!, "{ shop { id } }");
        var (late, refusal) = await RefreshAsync(pair.RefreshToken!);

        Assert.Equal(200, repeated);
        Assert.Equal(400, late);
        Assert.Equal("invalid_grant", refusal.GetProperty("error").GetString());
    }

    [Fact]
    public async Task New_grant_ends_older_refresh_tokens_at_once_but_not_their_access_tokens()
    {
        var older = await Control.InstallAsync(Shop, new InstallRequest { Expiring = true }, Cancel);
        await Control.InstallAsync(Shop, new InstallRequest { Expiring = true }, Cancel);

        var (status, _) = await RefreshAsync(older.RefreshToken!);

        Assert.Equal(400, status);
        await DataAsync(Shop, older.AccessToken!, "{ shop { id } }");
    }

    [Fact]
    public async Task Migration_replaces_the_token_without_expiry_by_a_pair()
    {
        var old = await InstallAsync();

        var (status, body) = await TokenAsync(Shop,
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", old),
            ("subject_token_type", Offline), ("requested_token_type", Offline), ("expiring", "1"));

        using var dead = await QueryAsync(Shop, old, "{ shop { id } }");
        Assert.Equal(200, status);
        Assert.StartsWith("shprt_", body.GetProperty("refresh_token").GetString());
        Assert.Equal(401, (int)dead.StatusCode);
    }

    [Fact]
    public async Task Uninstall_ends_every_token_of_the_shop_and_none_of_its_neighbour()
    {
        var pair = await Control.InstallAsync(Shop, new InstallRequest { Expiring = true }, Cancel);
        var permanent = await InstallAsync();
        var neighbour = await InstallAsync(Neighbour);

        await Control.UninstallAsync(Shop, cancellationToken: Cancel);

        using var expiring = await QueryAsync(Shop, pair.AccessToken!, "{ shop { id } }");
        using var dead = await QueryAsync(Shop, permanent, "{ shop { id } }");
        var (refreshed, _) = await RefreshAsync(pair.RefreshToken!);
        Assert.Equal([401, 401, 400], [(int)expiring.StatusCode, (int)dead.StatusCode, refreshed]);
        await DataAsync(Neighbour, neighbour, "{ shop { id } }");
    }

    private async Task<string> MintAsync(SessionTokenRequest? request = null) =>
        (await Control.MintSessionTokenAsync(Shop, request, Cancel)).Token;

    private Task<(int Status, JsonElement Body)> ExchangeAsync(string session, string type) => TokenAsync(Shop,
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", session),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"), ("requested_token_type", type));

    private Task<(int Status, JsonElement Body)> RefreshAsync(string refresh) =>
        TokenAsync(Shop, ("grant_type", "refresh_token"), ("refresh_token", refresh));
}
