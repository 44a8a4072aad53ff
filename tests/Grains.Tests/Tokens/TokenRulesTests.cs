using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Tests.Lifecycle;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tests.Tokens;

public sealed class TokenRulesTests
{
    private static readonly TokensOptions Options = new();

    private static readonly HeldGrant Held = new()
    {
        Installation = Given.Id,
        Shop = Given.Shop,
        Version = 3,
        Grant = new Grant
        {
            AccessToken = new AccessToken("shpat_1"),
            Scopes = "read_products",
            ExpiresAt = Given.Now.AddHours(1),
            RefreshToken = new AccessToken("shprt_1"),
            RefreshTokenExpiresAt = Given.Now.AddDays(90),
        },
    };

    [Fact]
    public void Window_is_an_installations_own_and_spread_over_the_time_between()
    {
        var windows = Enumerable.Range(0, 500)
            .Select(_ => TokenRules.WindowOf(InstallationId.New(Given.Now), Options).TotalMinutes).ToList();

        Assert.All(windows, window => Assert.InRange(window, 5, 10));
        Assert.Contains(windows, window => window < 6);
        Assert.Contains(windows, window => window > 9);
        Assert.Equal(TokenRules.WindowOf(Given.Id, Options), TokenRules.WindowOf(Given.Id, Options));
    }

    [Fact]
    public void Refresh_is_wanted_shortly_before_expiry_and_where_the_token_is_refused()
    {
        var window = TokenRules.WindowOf(Given.Id, Options);
        var expiry = Held.Grant.ExpiresAt!.Value;

        Assert.False(Wants(Held, expiry - window - TimeSpan.FromSeconds(1)));
        Assert.True(Wants(Held, expiry - window));
        Assert.True(Wants(Held, expiry.AddDays(1)));
        Assert.True(Wants(Held with { Access = AccessState.Refused }, Given.Now));
        Assert.False(Wants(Held with { Access = AccessState.Refused }, Given.Now, GrantUse.Teardown));
        Assert.False(Wants(Held with { Access = AccessState.Frozen }, Given.Now));
        Assert.False(Wants(
            Held with { Grant = Held.Grant with { ExpiresAt = null, RefreshToken = null } }, expiry.AddDays(1)));
    }

    [Fact]
    public void Refusals_are_left_alone_ever_longer_but_not_by_a_teardown_that_waits_for_proof()
    {
        var once = new RefreshRefusals(1, Given.Now, Given.Now);
        var twice = new RefreshRefusals(2, Given.Now, Given.Now);

        Assert.Null(TokenRules.AskAgainAt(RefreshRefusals.None, GrantUse.App, Given.Now, Options));
        Assert.Equal(Given.Now.AddSeconds(30), TokenRules.AskAgainAt(once, GrantUse.App, Given.Now, Options));
        Assert.Equal(Given.Now.AddHours(1), TokenRules.AskAgainAt(twice, GrantUse.App, Given.Now, Options));
        Assert.Equal(Given.Now.AddSeconds(30), TokenRules.AskAgainAt(twice, GrantUse.Teardown, Given.Now, Options));
        Assert.Null(TokenRules.AskAgainAt(twice, GrantUse.Teardown, Given.Now.AddSeconds(30), Options));
        Assert.Equal(TokenCodes.RefreshRefusedOnce, TokenRules.CodeOf(once));
        Assert.Equal(TokenCodes.RefreshRefused, TokenRules.CodeOf(twice));
    }

    [Fact]
    public void Pair_that_was_refused_twice_or_is_too_old_can_only_be_replaced()
    {
        var dead = Held.Grant.RefreshTokenExpiresAt!.Value;

        Assert.False(TokenRules.CanOnlyBeReplaced(Held, dead.AddSeconds(-1)));
        Assert.True(TokenRules.CanOnlyBeReplaced(Held, dead));
        Assert.False(TokenRules.CanOnlyBeReplaced(Held with { Refusals = new(1, Given.Now, Given.Now) }, Given.Now));
        Assert.True(TokenRules.CanOnlyBeReplaced(Held with { Refusals = new(2, Given.Now, Given.Now) }, Given.Now));
        var lasting = Held with { Grant = Held.Grant with { ExpiresAt = null, RefreshTokenExpiresAt = null } };
        Assert.False(TokenRules.CanOnlyBeReplaced(lasting, dead.AddYears(9)));
    }

    [Fact]
    public void Quiet_pair_is_due_at_its_age_and_always_with_time_left_to_try_again()
    {
        var life = TimeSpan.FromDays(90);

        Assert.Equal(Given.Now.AddDays(55), TokenRules.DueAt(Given.Now, life, 0, Options.KeepWarm));
        Assert.Equal(Given.Now.AddDays(60), TokenRules.DueAt(Given.Now, life, 1, Options.KeepWarm));
        Assert.Equal(Given.Now.AddDays(20), TokenRules.DueAt(Given.Now, TimeSpan.FromDays(30), 0.5, Options.KeepWarm));
    }

    [Fact]
    public void Backoff_doubles_to_its_maximum_and_waits_as_long_as_shopify_asks()
    {
        Assert.Equal(
            [1, 2, 4, 8, 16, 32, 60, 60],
            Enumerable.Range(1, 8).Select(failures => TokenRules.Backoff(failures, null, Options).TotalSeconds));
        Assert.Equal(TimeSpan.FromMinutes(5), TokenRules.Backoff(1, TimeSpan.FromMinutes(5), Options));
    }

    [Theory]
    [InlineData(TokenErrors.InvalidClient, true)]
    [InlineData(TokenErrors.UnauthorizedClient, true)]
    [InlineData(TokenErrors.UnknownApp, true)]
    [InlineData(TokenErrors.InvalidRequest, false)]
    [InlineData(TokenErrors.UnsupportedGrantType, false)]
    [InlineData(TokenErrors.InvalidGrant, false)]
    [InlineData("access_denied", false)]
    public void Errors_of_the_app_itself_say_nothing_about_a_shop(string error, bool ours) =>
        Assert.Equal(ours, TokenRules.IsMisconfiguration(new TokenOutcome.Refused(error, 400)));

    [Theory]
    [InlineData(400, TokenErrors.InvalidGrant, true)]
    [InlineData(400, TokenErrors.InvalidRequest, true)]
    [InlineData(401, "never_heard_of", true)]
    [InlineData(401, TokenErrors.Unnamed, true)]
    [InlineData(401, TokenErrors.UnknownApp, false)]
    [InlineData(403, TokenErrors.InvalidGrant, false)]
    [InlineData(400, TokenErrors.AppNotInstalled, false)]
    [InlineData(401, TokenErrors.InvalidClient, false)]
    public void Refusal_of_a_pair_is_any_decision_that_speaks_of_nothing_else(int status, string error, bool isOne) =>
        Assert.Equal(isOne, TokenRules.IsRefusalOfThePair(new TokenOutcome.Refused(error, status)));

    [Fact]
    public void Options_that_could_lose_a_grant_are_refused_with_their_key()
    {
        var validator = new TokensOptionsValidator(
            Microsoft.Extensions.Options.Options.Create(new ShopifyOptions()));

        Assert.True(validator.Validate(null, new TokensOptions()).Succeeded);
        var refused = validator.Validate(null, new TokensOptions
        {
            RefreshLease = TimeSpan.FromSeconds(10),
            RefreshBeforeMinimum = TimeSpan.Zero,
            RefusedApart = TimeSpan.Zero,
            KeepWarm = new KeepWarmOptions { PerMinute = 0 },
        });
        foreach (var key in (string[])["RefreshLease", "RefreshBeforeMinimum", "RefusedApart", "KeepWarm:PerMinute"])
            Assert.Contains(refused.Failures!, failure => failure.Contains($"Tokens:{key}", StringComparison.Ordinal));
    }

    private static bool Wants(HeldGrant held, DateTimeOffset now, GrantUse use = GrantUse.App) =>
        TokenRules.WantsRefresh(held, use, now, Options);
}
