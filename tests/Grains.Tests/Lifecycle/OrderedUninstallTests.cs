using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Tests.Teardown.World;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Lifecycle;

/// <summary>Whether a session token is exchanged while an operator's uninstall is under way.</summary>
public sealed class OrderedUninstallTests
{
    private readonly TeardownWorld _world = new();

    [Fact]
    public async Task Exchange_while_the_ended_stays_token_works_is_refused()
    {
        var reply = await RefuseAsync();

        Assert.Equal((InstallOutcome.Refused, InstallCodes.UninstallUnderWay), (reply!.Outcome, reply.Code));
    }

    [Fact]
    public async Task Exchange_when_shopify_refuses_a_token_that_has_not_expired_goes_on()
    {
        _world.Shopify.Uninstall();

        Assert.Null(await RefuseAsync());
    }

    // Of a quiet shop the token has mostly expired: that is no word of Shopify that the app is gone.
    [Fact]
    public async Task Exchange_when_the_token_that_is_refused_may_have_expired_waits()
    {
        _world.Actors.ExpiresAt = _world.Time.GetUtcNow() + TokenRules.ClockTolerance;
        _world.Shopify.Fail("probe", AdminFailureKind.Unauthorized);

        var reply = await RefuseAsync();

        Assert.Equal(InstallOutcome.Unavailable, reply!.Outcome);
        Assert.NotNull(reply.RetryAfter);
    }

    [Theory]
    [InlineData(TokenCodes.TokenExpired, true)]
    [InlineData(TokenCodes.RefreshRefusedOnce, true)]
    [InlineData(TokenCodes.ClientRefused, true)]
    [InlineData(TokenCodes.RefreshRefused, false)]
    [InlineData(TokenCodes.RefreshTokenExpired, false)]
    [InlineData(TokenCodes.AppNotInstalled, false)]
    [InlineData(TokenCodes.GrantDestroyed, false)]
    public async Task Exchange_while_there_is_no_token_waits_as_long_as_there_may_be_one_again(string code, bool waits)
    {
        _world.Actors.Grants.Clear();
        _world.Actors.WithoutToken = new TokenReply { Code = code };

        var reply = await RefuseAsync();

        Assert.Equal(waits, reply is { Outcome: InstallOutcome.Unavailable });
        Assert.Empty(_world.Shopify.Calls);
    }

    [Fact]
    public async Task Exchange_after_another_end_than_an_operators_goes_on_unasked()
    {
        _world.Teardowns.Row = _world.Row with { Cause = EndCause.UninstalledByMerchant };

        Assert.Null(await RefuseAsync());
        Assert.Empty(_world.Shopify.Calls);
    }

    private Task<InstallReply?> RefuseAsync() =>
        new OrderedUninstall(_world.Teardowns, _world.Actors, _world.Shopify, _world.Time)
            .RefuseAsync(TeardownWorld.Shop, TestContext.Current.CancellationToken);
}
