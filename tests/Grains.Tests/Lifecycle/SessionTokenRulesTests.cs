using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Sessions;
using Shopkeeper.Grains.Tests.Jobs;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Lifecycle;

/// <summary>When a session token is exchanged, and for what.</summary>
public sealed class SessionTokenRulesTests
{
    [Theory]
    [InlineData(AccessState.Fine, true)]
    [InlineData(AccessState.Refused, false)]
    [InlineData(AccessState.NeedsGrant, false)]
    [InlineData(AccessState.Frozen, true)]
    [InlineData(AccessState.Closed, true)]
    [InlineData(AccessState.Locked, true)]
    [InlineData(AccessState.Forbidden, true)]
    public void Exchange_is_done_with_unless_only_a_new_grant_helps_the_stay_that_was_seen(
        AccessState access, bool isDone) =>
        Assert.Equal(isDone, IsDone(Given.Installation with { Access = access }, Given.Id));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(null, true)]
    public void Exchange_is_called_for_while_the_token_that_is_held_has_expired_though_nobody_refused_it(
        int? secondsLeft, bool isDone)
    {
        var held = Given.NewGrant.Grant with { ExpiresAt = Given.Now + Seconds(secondsLeft) };
        Assert.Equal(isDone, SessionTokenRules.IsDone(Given.Installation, held, Given.Id, Given.Now));
        Assert.True(SessionTokenRules.IsDone(Given.Installation, held, Given.OtherId, Given.Now));
        Assert.False(SessionTokenRules.IsDone(Given.Installation, null, Given.Id, Given.Now));
    }

    [Fact]
    public void Exchange_is_called_for_without_a_stay_and_never_for_another_one_than_was_seen()
    {
        var refused = Given.Installation with { Access = AccessState.Refused };
        Assert.False(IsDone(null, null));
        Assert.False(IsDone(null, Given.Id));
        Assert.True(IsDone(refused, null));
        Assert.True(IsDone(refused, Given.OtherId));
    }

    [Theory]
    [InlineData(InstallOutcome.Refused, "app-not-installed", true)]
    [InlineData(InstallOutcome.Refused, "uninstall-under-way", false)]
    [InlineData(InstallOutcome.Refused, "invalid-subject-token", false)]
    [InlineData(InstallOutcome.Refused, "invalid-client", false)]
    [InlineData(InstallOutcome.Unavailable, "app-not-installed", false)]
    public void End_is_claimed_by_nothing_but_shopifys_own_word(InstallOutcome outcome, string code, bool isEnd) =>
        Assert.Equal(isEnd, SessionTokenRules.IsEnd(new InstallReply { Outcome = outcome, Code = code }));

    [Theory]
    [InlineData("same", 121, true)]
    [InlineData("same", 120, false)]
    [InlineData("same", -5, false)]
    [InlineData("another", 1_000, false)]
    public void Online_token_is_enough_in_its_own_session_while_it_outlives_the_next_look(
        string session, int minutes, bool isEnough)
    {
        var stored = new OnlineToken
        {
            UserId = "1", ShopifySessionId = session, AccessToken = new AccessToken("t"), Scopes = "",
            ExpiresAt = Given.Now.AddMinutes(minutes),
        };
        var command = new OpenOnlineSession
        {
            Installation = Given.Id, UserId = "1", SessionId = "same", SessionToken = new AccessToken("s"),
        };
        Assert.Equal(isEnough, OnlineSessionRules.IsEnough(stored, command, Given.Now, new SessionsOptions()));
        Assert.False(OnlineSessionRules.IsEnough(null, command, Given.Now, new SessionsOptions()));
    }

    [Fact]
    public void Job_after_the_install_that_nobody_handles_stops_the_start_by_its_name()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Options("no-such-job"));
        Assert.Contains("'no-such-job'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("welcome", Options("welcome").JobKinds);
    }

    private static bool IsDone(Installation? current, InstallationId? seen) =>
        SessionTokenRules.IsDone(current, Given.NewGrant.Grant, seen, Given.Now);

    private static TimeSpan? Seconds(int? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;

    private static InstallOptions Options(string kind)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        services.AddLogging().AddLifecycle().AddPostInstallJob(kind)
            .AddSingleton<IJobHandler>(new ScriptedHandler("welcome", (_, _) => Task.CompletedTask))
            .AddSingleton<JobKinds>();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<InstallOptions>>().Value;
    }
}
