using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Teardown;

public sealed class EndConfirmationTests
{
    [Fact]
    public async Task End_that_a_delivery_claims_and_a_401_confirms_is_carried_out_at_once_for_that_installation_alone()
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Uninstall();
        var began = world.Time.GetUtcNow();

        await world.RunAsync();

        var end = Assert.Single(world.Actors.Ends);
        Assert.Equal(world.Installation, end.Installation);
        Assert.Contains(EndEvidence.TokenRefused, end.Evidence);
        Assert.Contains(EndEvidence.Uninstalled, world.Claims().Evidence);
        Assert.Equal(0, world.Actors.Refused);
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    // A wrong host made every shop look uninstalled. The service was stopped, its settings were mended, and once it ran
    // again it ended the stays that it had found to be over before.
    [Theory]
    [InlineData(EndCause.AppNotInstalled)]
    [InlineData(EndCause.UninstalledByMerchant)]
    public async Task End_whose_proof_is_old_when_the_service_is_back_is_asked_for_anew_and_dropped(EndCause cause)
    {
        var world = new TeardownWorld(confirming: true);
        var proof = new EndProbe { At = world.Time.GetUtcNow(), Code = ConfirmationRules.Refused };
        world.Teardowns.Row = world.Row with
        {
            Cause = cause,
            BodyNamesShop = cause != EndCause.AppNotInstalled,
            OpenedAt = proof.At,
            Probes = cause == EndCause.AppNotInstalled ? [] : [proof],
        };
        world.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.True(world.Teardowns.Superseded);
        Assert.Empty(world.Actors.Ends);
        Assert.Equal(TeardownWorld.Token, world.Actors.Grants[world.Installation]);
    }

    [Fact]
    public async Task End_whose_proof_is_old_is_carried_out_where_Shopify_says_the_same_again()
    {
        var world = new TeardownWorld(confirming: true);
        world.Teardowns.Row = world.Row with
        {
            Cause = EndCause.AppNotInstalled, BodyNamesShop = false, OpenedAt = world.Time.GetUtcNow(), Probes = [],
        };
        world.Shopify.Uninstall();
        world.Time.Advance(TimeSpan.FromHours(1));

        await world.RunAsync();

        Assert.Equal(EndCause.AppNotInstalled, Assert.Single(world.Actors.Ends).Cause);
        Assert.Contains("probe", world.Shopify.Calls);
    }

    [Fact]
    public async Task End_that_Shopify_denies_twice_a_minute_apart_is_dropped_and_nothing_ends()
    {
        var world = new TeardownWorld(confirming: true);

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.True(world.Teardowns.Superseded);
        Assert.Empty(world.Actors.Ends);
        Assert.Equal(["probe", "probe"], world.Shopify.Calls);
        Assert.Equal(2, world.Actors.Accepted);
        Assert.Equal(TeardownWorld.Token, world.Actors.Grants[world.Installation]);
    }

    [Theory]
    [InlineData(AdminFailureKind.PaymentRequired)]
    [InlineData(AdminFailureKind.ServerError)]
    [InlineData(AdminFailureKind.Unreachable)]
    [InlineData(AdminFailureKind.NotFound)]
    public async Task End_that_nothing_confirms_stalls_after_two_days_with_a_bounded_list_of_answers(
        AdminFailureKind kind)
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Fail("*", kind);
        var began = world.Time.GetUtcNow();

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(ConfirmationRules.EndUnconfirmed, world.Row.StalledBecause);
        Assert.Empty(world.Actors.Ends);
        Assert.Equal(EndConfirmation.MaximumProbes, world.Row.Probes.Count);
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromHours(48), TimeSpan.FromHours(50));
        Assert.InRange(world.Shopify.Calls.Count, 50, 70);
    }

    [Fact]
    public async Task End_that_is_answered_late_is_carried_out_when_Shopify_comes_back()
    {
        var world = new TeardownWorld(confirming: true);
        world.Participants.Remove(world.Metafields);
        world.Shopify.Fail("*", AdminFailureKind.ServerError, times: 9);
        world.Shopify.Uninstall();

        await world.RunAsync();

        CrashTests.AssertErasedHere(world);
        Assert.NotNull(world.Teardowns.Certificate);
    }

    [Fact]
    public async Task Refusal_without_a_delivery_that_names_the_shop_ends_nothing_and_is_reported_to_the_grant()
    {
        var world = new TeardownWorld(confirming: true);
        world.Teardowns.Row = world.Row with { BodyNamesShop = false };
        world.Shopify.Uninstall();

        var advance = await world.RunAsync(atMost: TimeSpan.FromHours(1));

        Assert.Equal(AdvanceState.Waits, advance.State);
        Assert.Empty(world.Actors.Ends);
        Assert.True(world.Actors.Refused > 0);
    }

    [Theory]
    [InlineData(AdminFailureKind.PaymentRequired)]
    [InlineData(AdminFailureKind.NotFound)]
    [InlineData(AdminFailureKind.Locked)]
    public async Task Shop_that_sleeps_while_its_end_is_claimed_is_reported_to_the_grant_and_does_not_end(
        AdminFailureKind kind)
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Fail("probe", kind);

        var advance = await world.RunAsync(atMost: TimeSpan.FromHours(1));

        Assert.Equal(AdvanceState.Waits, advance.State);
        Assert.Empty(world.Actors.Ends);
        Assert.Contains(kind, world.Actors.Failures);
    }

    [Fact]
    public async Task Refusal_of_a_token_that_was_replaced_meanwhile_proves_nothing()
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Uninstall();
        world.Shopify.LiveTokens.Add("replaced");
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "after shopify.probe")
                world.Actors.Grants[world.Installation] = "replaced";
        };

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.True(world.Teardowns.Superseded);
        Assert.Empty(world.Actors.Ends);
    }

    [Fact]
    public async Task Refusal_of_a_token_that_a_migration_may_have_replaced_proves_nothing()
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Uninstall();
        world.Actors.MayBeReplaced = true;

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.All(world.Row.Probes, probe => Assert.Equal("token-replaced", probe.Code));
        Assert.Empty(world.Actors.Ends);
        Assert.Equal(0, world.Actors.Refused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Refusal_of_a_token_that_may_have_expired_while_Shopify_was_asked_proves_nothing(int seconds)
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Uninstall();
        world.Actors.ExpiresAt = world.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds);

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(ConfirmationRules.EndUnconfirmed, world.Row.StalledBecause);
        Assert.Empty(world.Actors.Ends);
        Assert.Equal(0, world.Actors.Refused);
    }

    [Fact]
    public async Task End_that_a_delivery_claims_is_carried_out_once_the_refresh_of_an_expired_token_was_refused_twice()
    {
        var world = new TeardownWorld(confirming: true);
        world.Actors.Grants.Clear();
        world.Actors.WithoutToken = new TokenReply { Code = TokenCodes.RefreshRefused };

        await world.RunAsync();

        Assert.Contains(EndEvidence.RefreshRefused, Assert.Single(world.Actors.Ends).Evidence);
        Assert.Empty(world.Shopify.Calls);
        Assert.NotNull(world.Teardowns.Certificate);
    }

    // A pair is also refused after a grant of the merchant's was lost. With a body of app/uninstalled that told of no
    // end before, it shows that the app is gone; all bodies of a shop's redacts are the same.
    [Theory]
    [InlineData(EndCause.UninstalledByMerchant, "delivery:app/uninstalled", new[] { "participant:metafields" })]
    [InlineData(
        EndCause.RedactRequested, "delivery:shop/redact",
        new[] { "webhook-subscriptions", "participant:metafields", "shopify-access" })]
    [InlineData(
        EndCause.UninstalledByMerchant, "delivery:app/uninstalled delivery:shop/redact",
        new[] { "webhook-subscriptions", "participant:metafields", "shopify-access" })]
    public async Task Certificate_of_an_end_that_a_refused_refresh_supports_says_what_may_be_left_at_Shopify(
        EndCause cause, string deliveries, string[] left)
    {
        var world = new TeardownWorld(confirming: true);
        world.Teardowns.Row = world.Row with { Cause = cause, Evidence = deliveries.Split(' ') };
        world.Actors.Grants.Clear();
        world.Actors.WithoutToken = new TokenReply { Code = TokenCodes.RefreshRefused };

        await world.RunAsync();

        var verdict = Assert.IsType<CertificateVerdict.CompleteWithExceptions>(world.Verdict());
        Assert.Equal(left, verdict.Claims.NotErased.Select(one => one.Store));
        Assert.All(verdict.Claims.NotErased, one => Assert.Equal(OutcomeCodes.NoToken, one.Reason));
    }

    [Theory]
    [InlineData(TokenCodes.GrantDestroyed)]
    [InlineData(TokenCodes.TokenExpired)]
    [InlineData(TokenCodes.RefreshRefusedOnce)]
    [InlineData(TokenCodes.RefreshTokenExpired)]
    [InlineData(TokenCodes.ClientRefused)]
    public async Task Confirmation_that_never_gets_a_token_ends_nothing_and_stalls_after_two_days_with_the_reason(
        string code)
    {
        var world = new TeardownWorld(confirming: true);
        world.Actors.Grants.Clear();
        world.Actors.WithoutToken = new TokenReply { Code = code };
        var began = world.Time.GetUtcNow();

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(ConfirmationRules.EndUnconfirmed, world.Row.StalledBecause);
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromHours(48), TimeSpan.FromHours(50));
        Assert.All(world.Row.Probes, probe => Assert.Equal(code, probe.Code));
        Assert.Empty(world.Shopify.Calls);
        Assert.Empty(world.Actors.Ends);
    }

    [Fact]
    public async Task Token_endpoint_that_says_the_app_is_not_installed_needs_no_further_answer()
    {
        var world = new TeardownWorld(confirming: true);
        world.Teardowns.Row = world.Row with { Cause = EndCause.AppNotInstalled };
        world.Shopify.Uninstall();

        await world.RunAsync();

        Assert.Single(world.Actors.Ends);
        Assert.Equal("app-not-installed", world.Claims().Cause);
    }

    [Fact]
    public async Task Operators_command_during_a_confirmation_runs_the_steps_without_waiting_for_Shopify()
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Fail("probe", AdminFailureKind.PaymentRequired, times: 1);
        var commanded = false;
        world.Faults.OnPoint = place =>
        {
            if (commanded || world.Faults.Passed[place] != "after shopify.probe") return;
            commanded = true;
            world.Teardowns.Store(world.Row with
            {
                Status = TeardownStatus.Running,
                Cause = EndCause.Operator,
                EndedAt = world.Time.GetUtcNow(),
            });
        };

        await world.RunAsync();

        Assert.Empty(world.Actors.Ends);
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task End_of_an_installation_that_the_fence_does_not_know_stalls()
    {
        var world = new TeardownWorld(confirming: true);
        world.Shopify.Uninstall();
        world.Actors.KnowsNothing = true;

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal("installation-unknown", world.Row.StalledBecause);
    }
}
