using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>The merchant installs again while an old stay is torn down: the new one lives.</summary>
public sealed class ReinstallTests
{
    [Fact]
    public async Task Reinstall_at_any_point_of_a_teardown_keeps_its_access_and_subscriptions()
    {
        var points = await CountPointsAsync();
        for (var point = 0; point < points; point++)
        {
            var world = new TeardownWorld();
            world.Faults.OnPoint = place =>
            {
                if (place == point) world.Reinstall();
            };

            Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

            world.Permits.GoOn();
            CrashTests.AssertErasedHere(world);
            AssertNewStayLives(world);
            Assert.IsNotType<CertificateVerdict.Invalid>(world.Verdict());
        }
    }

    [Fact]
    public async Task Reinstall_when_a_call_is_lost_waits_until_its_permit_expires_and_lives()
    {
        var world = new TeardownWorld();
        world.Shopify.LosesAnswers = true;
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] != "after shopify.uninstall") return;
            world.Reinstall();
            world.Shopify.LosesAnswers = false;
            Assert.False(world.Shopify.IsInstalled);
        };

        await world.RunAsync();
        world.Time.Advance(TimeSpan.FromSeconds(15));
        world.Permits.GoOn();

        AssertNewStayLives(world);
        CrashTests.AssertErasedHere(world);
    }

    [Fact]
    public async Task Reinstall_before_the_calls_to_Shopify_leaves_them_undone_and_certified_as_not_erased()
    {
        var world = new TeardownWorld();
        world.Reinstall();

        await world.RunAsync();

        Assert.Empty(world.Shopify.Calls);
        var verdict = Assert.IsType<CertificateVerdict.CompleteWithExceptions>(world.Verdict());
        Assert.Equal(
            ["webhook-subscriptions", "participant:metafields", "shopify-access"],
            verdict.Claims.NotErased.Select(left => left.Store));
        Assert.All(verdict.Claims.NotErased, left => Assert.Equal(OutcomeCodes.Superseded, left.Reason));
        Assert.Equal(2, verdict.Claims.NotErased[0].Count);
    }

    [Theory]
    [InlineData("before shopify.probe")]
    [InlineData("after shopify.probe")]
    [InlineData("after metafields.plan")]
    public async Task Reauthorization_during_a_reset_is_waited_for_and_what_stands_in_the_shop_is_erased(string point)
    {
        var world = new TeardownWorld();
        BeginReset(world);
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] != point || world.Permits.IntentUntil != default) return;
            world.Permits.IntentUntil = world.Time.GetUtcNow() + IPermitStore.IntentLifetime;
        };

        await world.RunAsync();

        Assert.NotEqual(default, world.Permits.IntentUntil);
        Assert.Equal(0, world.Metafields[world.Installation]);
        Assert.IsType<CertificateVerdict.Complete>(world.Verdict());
        Assert.Equal(OutcomeCodes.Done, world.OutcomeOf(StepNames.RemoveShopResources));
    }

    // The merchant consented, and then an answer of Shopify's was lost: nobody came back, and the order stands.
    [Fact]
    public async Task Install_that_comes_to_nothing_during_an_uninstall_is_waited_for_and_the_access_ends()
    {
        // Before any of the permits: for two subscriptions, the probe, the participant's three calls, the uninstall.
        for (var taken = 0; taken < 7; taken++)
        {
            var world = new TeardownWorld();
            world.Faults.OnPoint = place =>
            {
                if (world.Faults.Passed[place] != "before permits.take" || world.Permits.Taken != taken
                    || world.Permits.IntentUntil != default)
                    return;
                world.Permits.IntentUntil = world.Time.GetUtcNow() + IPermitStore.IntentLifetime;
            };

            await world.RunAsync();

            Assert.InRange(world.Permits.IntentUntil, DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
            Assert.False(world.Shopify.IsInstalled);
            Assert.Equal(0, world.Metafields[world.Installation]);
            Assert.IsType<CertificateVerdict.Complete>(world.Verdict());
        }
    }

    // However short a teardown's patience with Shopify is set.
    [Fact]
    public async Task Install_that_is_on_its_way_is_waited_for_until_its_intent_is_over()
    {
        var world = new TeardownWorld(options: new TeardownOptions { ShopifyDeadline = TimeSpan.FromSeconds(5) });
        world.Permits.IntentUntil = world.Time.GetUtcNow() + IPermitStore.IntentLifetime;

        await world.RunAsync();

        Assert.False(world.Shopify.IsInstalled);
        Assert.Equal(0, world.Metafields[world.Installation]);
        Assert.IsType<CertificateVerdict.Complete>(world.Verdict());
    }

    [Fact]
    public async Task Merchant_who_begins_one_install_after_the_other_is_left_alone_in_the_end()
    {
        var world = new TeardownWorld();
        world.Permits.IntentUntil = DateTimeOffset.MaxValue;

        await world.RunAsync();

        Assert.Empty(world.Shopify.Calls);
        Assert.Equal(OutcomeCodes.Superseded, world.OutcomeOf(StepNames.RevokeAccess));
        Assert.IsType<CertificateVerdict.CompleteWithExceptions>(world.Verdict());
    }

    [Fact]
    public async Task Reinstall_during_a_reset_is_not_waited_for()
    {
        var world = new TeardownWorld();
        BeginReset(world);
        world.Reinstall();

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.Superseded, world.OutcomeOf(StepNames.RemoveShopResources));
        Assert.Equal(2, world.Metafields[world.Installation]);
        AssertNewStayLives(world);
    }

    [Fact]
    public async Task Reinstall_after_a_proved_uninstall_makes_no_exceptions_for_what_Shopify_has_closed()
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Uninstall();
        world.Participants.Remove(world.Metafields);
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "after shop.end") world.Reinstall();
        };

        await world.RunAsync();

        Assert.IsType<CertificateVerdict.Complete>(world.Verdict());
        Assert.Equal(OutcomeCodes.Superseded, world.OutcomeOf(StepNames.RevokeAccess));
        AssertNewStayLives(world);
    }

    [Fact]
    public async Task Permit_is_taken_for_every_call_and_given_back_when_its_outcome_is_known()
    {
        var world = new TeardownWorld();

        await world.RunAsync();

        // Two subscriptions, the probe before the participant, its three calls, the uninstall.
        Assert.Equal(2 + 1 + 3 + 1, world.Permits.Taken);
        Assert.Equal(0, world.Permits.Outstanding);
    }

    [Fact]
    public async Task Permit_of_a_call_whose_outcome_is_unknown_keeps_an_install_waiting_until_it_expires()
    {
        var world = new TeardownWorld();
        world.Shopify.LosesAnswers = true;

        var advance = await world.RunAsync(atMost: TimeSpan.FromMilliseconds(500));
        world.Reinstall();

        Assert.Equal(AdvanceState.Waits, advance.State);
        Assert.Equal(1, world.Permits.Outstanding);
        Assert.DoesNotContain(TeardownWorld.NewToken, world.Shopify.LiveTokens);
        world.Time.Advance(TimeSpan.FromSeconds(15));
        world.Permits.GoOn();
        Assert.Contains(TeardownWorld.NewToken, world.Shopify.LiveTokens);
    }

    [Fact]
    public async Task Permit_that_runs_out_while_its_answer_is_on_the_way_is_used_for_no_call_and_a_reinstall_lives()
    {
        // The two subscriptions, the probe before the participant, its three calls, the uninstall.
        for (var late = 1; late <= 7; late++)
        {
            var world = new TeardownWorld();
            var (calls, lent) = (-1, -1);
            world.Faults.OnPoint = place =>
            {
                if (calls >= 0 || world.Faults.Passed[place] != "after permits.take" || world.Permits.Taken != late)
                    return;
                (calls, lent) = (world.Shopify.Calls.Count, world.Metafields.Tokens.Count);
                world.Time.Advance(IPermitStore.PermitLifetime);
                world.Reinstall();
            };

            await world.RunAsync();

            Assert.Equal(late, world.Permits.Taken);
            Assert.Equal((calls, lent), (world.Shopify.Calls.Count, world.Metafields.Tokens.Count));
            AssertNewStayLives(world);
            CrashTests.AssertErasedHere(world);
        }
    }

    [Fact]
    public async Task Permit_that_leaves_less_time_than_a_call_may_take_is_given_back_and_another_is_taken()
    {
        var world = new TeardownWorld();
        var outstanding = new List<int>();
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "before permits.take") outstanding.Add(world.Permits.Outstanding);
            if (world.Faults.Passed[place] == "after permits.take" && world.Permits.Taken is 1 or 5)
                world.Time.Advance(TimeSpan.FromSeconds(6));
        };

        await world.RunAsync();

        // Before the participant is called anew, Shopify is asked anew whether it takes the token.
        Assert.Equal(7 + 2 + 1, world.Permits.Taken);
        Assert.All(outstanding, others => Assert.Equal(0, others));
        Assert.IsType<CertificateVerdict.Complete>(world.Verdict());
    }

    private static void BeginReset(TeardownWorld world)
    {
        var successor = InstallationId.New(world.Time.GetUtcNow());
        world.Teardowns.Row = world.Row with
        {
            Kind = TeardownKind.Reset,
            Cause = EndCause.Reset,
            Successor = successor,
        };
        world.Actors.Grants.Remove(world.Installation);
        world.Actors.Grants[successor] = TeardownWorld.Token;
    }

    private static void AssertNewStayLives(TeardownWorld world)
    {
        Assert.True(world.Shopify.IsInstalled);
        Assert.Contains(TeardownWorld.NewToken, world.Shopify.LiveTokens);
        Assert.Contains("gid://shopify/WebhookSubscription/new", world.Shopify.Subscriptions);
    }

    private static async Task<int> CountPointsAsync()
    {
        var world = new TeardownWorld();
        await world.RunAsync();
        return world.Faults.Passed.Count;
    }
}
