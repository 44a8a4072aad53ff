using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Lifecycle;

namespace Shopkeeper.Grains.Tests.Lifecycle;

public sealed class GrantRulesTests
{
    private const string Other = "gid://shopify/AppInstallation/2";

    [Fact]
    public void Grant_when_nothing_is_current_begins_a_stay()
    {
        Assert.IsType<GrantDecision.Install>(GrantRules.Decide(null, Given.NewGrant with { Current = null }, null));
    }

    [Fact]
    public void Grant_when_compared_with_another_installation_is_compared_again()
    {
        foreach (var probe in Enum.GetValues<TokenProbe>())
        foreach (var app in (string[])[Given.AppInstallation, Other])
        foreach (var same in (bool[])[true, false])
        {
            var grant = Given.NewGrant with { OldToken = probe, AppInstallationId = app, SameToken = same };

            Assert.IsType<GrantDecision.CompareAgain>(GrantRules.Decide(null, grant, null));
            Assert.IsType<GrantDecision.CompareAgain>(
                GrantRules.Decide(Given.Installation, grant with { Current = null }, null));
            Assert.IsType<GrantDecision.CompareAgain>(
                GrantRules.Decide(Given.Installation, grant with { Current = Given.OtherId }, null));
        }
    }

    [Fact]
    public void Grant_when_shopify_names_the_same_installation_goes_on_whatever_the_old_token_answers()
    {
        foreach (var probe in Enum.GetValues<TokenProbe>())
        foreach (var pending in (TeardownRecord?[])[null, Given.Confirming()])
        {
            var decision = GrantRules.Decide(Given.Installation, Given.NewGrant with { OldToken = probe }, pending);

            Assert.Equal(new GrantDecision.Reauthorize(Doubtful: false), decision);
        }
    }

    [Fact]
    public void Grant_when_the_token_is_the_same_goes_on_even_under_another_name()
    {
        foreach (var probe in Enum.GetValues<TokenProbe>())
        {
            var grant = Given.NewGrant with { OldToken = probe, AppInstallationId = Other, SameToken = true };

            Assert.Equal(
                new GrantDecision.Reauthorize(Doubtful: false),
                GrantRules.Decide(Given.Installation, grant, Given.Confirming()));
        }
    }

    [Fact]
    public void Grant_when_another_installation_is_named_but_the_old_token_works_goes_on_and_is_noted()
    {
        foreach (var pending in (TeardownRecord?[])[null, Given.Confirming()])
            Assert.Equal(new GrantDecision.Reauthorize(Doubtful: true), Decide(TokenProbe.Alive, pending));
    }

    [Theory]
    [InlineData(TokenProbe.Refused, "probe:401")]
    [InlineData(TokenProbe.Unknown, "probe:unknown")]
    public void Grant_when_another_installation_is_named_and_the_old_token_is_dead_ends_the_stay_within_the_limit(
        TokenProbe probe, string evidence)
    {
        var end = Assert.IsType<GrantDecision.EndThenInstall>(Decide(probe, pending: null));

        Assert.Equal(EndCause.EndedBeforeReinstall, end.Cause);
        Assert.True(end.Limited);
        Assert.Equal(["grant:other-installation", evidence], end.Evidence);
    }

    [Theory]
    [InlineData(TeardownStatus.Confirming)]
    [InlineData(TeardownStatus.Stalled)]
    public void Grant_when_a_delivery_attests_the_end_and_the_old_token_is_refused_is_not_limited(TeardownStatus status)
    {
        var end = Assert.IsType<GrantDecision.EndThenInstall>(
            Decide(TokenProbe.Refused, Given.Confirming() with { Status = status }));

        Assert.Equal(EndCause.UninstalledByMerchant, end.Cause);
        Assert.False(end.Limited);
        Assert.Equal(["delivery:app/uninstalled", "probe:401", "grant:other-installation"], end.Evidence);
    }

    [Fact]
    public void Grant_when_the_delivery_names_no_shop_or_the_old_token_is_silent_stays_within_the_limit()
    {
        var unbound = Assert.IsType<GrantDecision.EndThenInstall>(
            Decide(TokenProbe.Refused, Given.Confirming() with { BodyNamesShop = false }));
        var silent = Assert.IsType<GrantDecision.EndThenInstall>(Decide(TokenProbe.Unknown, Given.Confirming()));

        Assert.All((GrantDecision.EndThenInstall[])[unbound, silent], end =>
        {
            Assert.Equal(EndCause.EndedBeforeReinstall, end.Cause);
            Assert.True(end.Limited);
        });
    }

    [Fact]
    public void Grant_when_the_old_token_was_never_asked_ends_nothing()
    {
        Assert.IsType<GrantDecision.CompareAgain>(Decide(TokenProbe.NotAsked, Given.Confirming()));
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(4_000, 20)]
    [InlineData(4_200, 21)]
    [InlineData(100_000, 500)]
    public void Limit_of_ends_that_nobody_attests_is_twenty_or_half_a_percent(int current, int maximum)
    {
        Assert.Equal(maximum, EndLimit.Maximum(current, new EndLimitOptions()));
    }

    private static GrantDecision Decide(TokenProbe probe, TeardownRecord? pending) =>
        GrantRules.Decide(
            Given.Installation, Given.NewGrant with { AppInstallationId = Other, OldToken = probe }, pending);
}
