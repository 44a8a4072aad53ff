using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>What the steps that call Shopify make of its answers.</summary>
public sealed class ShopifyAnswersTests
{
    [Fact]
    public async Task Dead_token_ends_the_calls_and_lists_what_is_left_in_the_shop()
    {
        var world = new TeardownWorld();
        world.Shopify.Uninstall();

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.TokenDead, world.OutcomeOf(StepNames.CloseWebhooks));
        Assert.Equal(OutcomeCodes.TokenDead, world.OutcomeOf(StepNames.RevokeAccess));
        var left = Assert.Single(world.Claims().NotErased);
        Assert.Equal((OutcomeCodes.LeftInShop, "documents", 2), (left.Reason, left.Kind, left.Count));
        Assert.Empty(world.Metafields.Tokens);
        CrashTests.AssertErasedHere(world);
    }

    // Shopify did not refresh it for a while, so it was handed out until it expired under the call: by Shopify's clock,
    // which ours is behind. Found by the simulation: the certificate said that the access had ended.
    [Fact]
    public async Task Token_that_may_have_expired_under_the_call_is_no_dead_one_and_the_access_is_ended_later()
    {
        var world = new TeardownWorld();
        world.Actors.ExpiresAt = world.Time.GetUtcNow() + TokenRules.ClockTolerance;
        world.Shopify.Fail("*", AdminFailureKind.Unauthorized, times: 3);

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.Done, world.OutcomeOf(StepNames.RevokeAccess));
        Assert.False(world.Shopify.IsInstalled);
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task Token_that_can_not_have_expired_under_the_call_is_a_dead_one()
    {
        var world = new TeardownWorld();
        world.Actors.ExpiresAt = world.Time.GetUtcNow() + TokenRules.ClockTolerance + TimeSpan.FromHours(1);
        world.Shopify.Fail("*", AdminFailureKind.Unauthorized);

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.TokenDead, world.OutcomeOf(StepNames.RevokeAccess));
    }

    [Fact]
    public async Task Token_that_expires_under_every_call_leaves_an_access_of_which_the_certificate_tells()
    {
        var world = new TeardownWorld();
        world.Actors.ExpiresAt = world.Time.GetUtcNow();
        world.Shopify.Fail("*", AdminFailureKind.Unauthorized);

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.Unreachable, world.OutcomeOf(StepNames.RevokeAccess));
        Assert.Contains(world.Claims().NotErased, left => left.Store == "shopify-access");
    }

    // An operator's order after a migration whose answer was lost: the certificate said that the access had ended.
    [Fact]
    public async Task Token_that_a_migration_may_have_replaced_is_no_dead_one_and_the_certificate_tells_of_the_access()
    {
        var world = new TeardownWorld();
        world.Actors.MayBeReplaced = true;
        world.Shopify.Fail("*", AdminFailureKind.Unauthorized);

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.NoToken, world.OutcomeOf(StepNames.RevokeAccess));
        Assert.True(world.Shopify.IsInstalled);
        var left = Assert.Single(world.Claims().NotErased, left => left.Store == "shopify-access");
        Assert.Equal(OutcomeCodes.NoToken, left.Reason);
        CrashTests.AssertErasedHere(world);
    }

    [Fact]
    public async Task Participant_inside_the_shop_when_it_knows_nothing_without_a_token_leaves_an_unknown_behind()
    {
        var world = new TeardownWorld();
        world.Shopify.Uninstall();
        world.Metafields.LastKnown = [];

        await world.RunAsync();

        var left = Assert.Single(world.Claims().NotErased);
        Assert.Equal(("unknown", null), (left.Kind, left.Count));
    }

    [Theory]
    [InlineData(AdminFailureKind.PaymentRequired, "frozen")]
    [InlineData(AdminFailureKind.Locked, "locked")]
    [InlineData(AdminFailureKind.ServerError, "server-error")]
    [InlineData(AdminFailureKind.Unreachable, "unreachable")]
    [InlineData(AdminFailureKind.Throttled, "throttled")]
    [InlineData(AdminFailureKind.NotFound, "not-found")]
    public async Task Failure_that_passes_is_waited_out_and_spends_no_attempt(AdminFailureKind kind, string code)
    {
        var world = new TeardownWorld();
        world.Shopify.Fail("*", kind, times: 12);

        await world.RunAsync();

        CrashTests.AssertTornDown(world);
        Assert.All(world.Claims().Steps, step => Assert.Equal(1, step.Attempts));
        Assert.Contains(
            world.Teardowns.History, row => row.Steps[^1].LastCode == code && row.NextAttemptAt > row.OpenedAt);
    }

    [Theory]
    [InlineData(AdminFailureKind.PaymentRequired)]
    [InlineData(AdminFailureKind.Locked)]
    [InlineData(AdminFailureKind.Forbidden)]
    [InlineData(AdminFailureKind.ServerError)]
    [InlineData(AdminFailureKind.Unreachable)]
    public async Task Failure_that_stays_is_given_up_after_the_deadline_and_the_erasure_goes_on(AdminFailureKind kind)
    {
        var world = new TeardownWorld();
        world.Shopify.Fail("*", kind);
        var began = world.Time.GetUtcNow();

        await world.RunAsync();

        CrashTests.AssertErasedHere(world);
        var verdict = Assert.IsType<CertificateVerdict.CompleteWithExceptions>(world.Verdict());
        Assert.Equal(
            ["webhook-subscriptions", "participant:metafields", "shopify-access"],
            verdict.Claims.NotErased.Select(left => left.Store));
        Assert.All(verdict.Claims.NotErased, left => Assert.Equal(OutcomeCodes.Unreachable, left.Reason));
        // The three steps share one patience: a frozen shop delays the erasure by a day, not by three.
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromHours(24), TimeSpan.FromHours(25));
        Assert.InRange(world.Shopify.Calls.Count, 10, 250);
    }

    [Fact]
    public async Task Uninstall_when_its_answer_is_lost_is_asked_again_and_ends_with_a_dead_token()
    {
        var world = new TeardownWorld();
        world.Faults.OnPoint = place =>
        {
            world.Shopify.LosesAnswers = world.Faults.Passed[place] == "before shopify.uninstall";
        };

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.TokenDead, world.OutcomeOf(StepNames.RevokeAccess));
        CrashTests.AssertTornDown(world);
    }

    [Theory]
    [InlineData(AdminFailureKind.Refused, AdminErrorCodes.AccessDenied)]
    [InlineData(AdminFailureKind.Forbidden, null)]
    [InlineData(AdminFailureKind.NotFound, null)]
    public async Task Uninstall_when_GraphQL_declines_is_done_by_REST(AdminFailureKind kind, string? errorCode)
    {
        var world = new TeardownWorld();
        world.Shopify.Fail("uninstall", kind, errorCode: errorCode);

        await world.RunAsync();

        Assert.Equal(["uninstall", "revoke"], world.Shopify.Calls.TakeLast(2));
        Assert.Equal(OutcomeCodes.Done, world.OutcomeOf(StepNames.RevokeAccess));
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task Uninstall_when_Shopify_says_that_the_app_is_not_installed_has_ended()
    {
        var world = new TeardownWorld();
        world.Shopify.Fail("uninstall", AdminFailureKind.Refused, errorCode: AdminErrorCodes.AppNotInstalled);

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.TokenDead, world.OutcomeOf(StepNames.RevokeAccess));
        Assert.DoesNotContain("revoke", world.Shopify.Calls);
    }

    [Fact]
    public async Task Subscription_whose_creation_nobody_saw_end_is_found_at_Shopify_and_deleted()
    {
        var world = new TeardownWorld();
        world.Shopify.Details.AddRange(
        [
            new("gid://unseen", "CARTS_CREATE", "https://app.example/webhooks"),
            new("gid://unseen-too", "carts/create", "https://app.example/webhooks"),
            new("gid://of-another-address", "carts/create", "https://other.example/webhooks"),
            new("gid://of-another-topic", "carts/update", "https://app.example/webhooks"),
        ]);
        Missing(world, "carts/create", "being-created");
        foreach (var made in world.Shopify.Details) world.Shopify.Subscriptions.Add(made.Id);
        await world.RunUntilAsync(world.Start(), "before metafields.plan");

        var left = world.Shopify.Subscriptions.Where(id => !id.StartsWith("gid://shopify", StringComparison.Ordinal));
        Assert.Equal(["gid://of-another-address", "gid://of-another-topic"], left.Order());
        await world.RunAsync();
        CrashTests.AssertTornDown(world);
        var closed = world.Claims().Steps.Single(step => step.Name == StepNames.CloseWebhooks).Counts.Single();
        Assert.Equal(4, closed.Count);
    }

    [Fact]
    public async Task Subscriptions_whose_creation_nobody_saw_end_are_told_apart_when_Shopify_cannot_be_asked()
    {
        var world = new TeardownWorld();
        Missing(world, "carts/update", "being-created");
        Missing(world, "carts/create", "unreachable");
        world.Shopify.Fail("list-webhooks", AdminFailureKind.PaymentRequired);

        await world.RunAsync();

        var left = world.Claims().NotErased.Single(left => left.Kind == "possible-subscription");
        Assert.Equal(("webhook-subscriptions", 2, OutcomeCodes.Unreachable), (left.Store, left.Count, left.Reason));
        Assert.DoesNotContain(world.Claims().NotErased, other => other.Kind == "subscription");
        Assert.Equal("complete-with-exceptions", world.Claims().Result);
        CrashTests.AssertErasedHere(world);
    }

    [Fact]
    public async Task Subscription_that_Shopify_refused_is_not_asked_for()
    {
        var world = new TeardownWorld();

        await world.RunAsync();

        Assert.DoesNotContain("list-webhooks", world.Shopify.Calls);
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task Reset_leaves_subscriptions_and_access_and_erases_the_rest()
    {
        var world = new TeardownWorld();
        world.Teardowns.Row = world.Row with { Kind = TeardownKind.Reset, Cause = EndCause.Reset };

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.Moved, world.OutcomeOf(StepNames.CloseWebhooks));
        Assert.Equal(OutcomeCodes.Moved, world.OutcomeOf(StepNames.RevokeAccess));
        Assert.True(world.Shopify.IsInstalled);
        Assert.Equal(0, world.Data.Total(world.Installation));
        Assert.Equal("reset", world.Claims().Kind);
    }

    [Fact]
    public async Task Jobs_that_ignore_their_cancellation_are_abandoned_after_the_grace()
    {
        var world = new TeardownWorld();
        world.Jobs.IgnoresCancellation = true;
        var began = world.Time.GetUtcNow();

        await world.RunAsync();

        Assert.Equal(1, world.Jobs.Abandoned);
        Assert.Equal(OutcomeCodes.Abandoned, world.OutcomeOf(StepNames.StopJobs));
        Assert.InRange(world.Time.GetUtcNow() - began, world.Options.JobGrace, world.Options.JobGrace * 2);
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task Jobs_that_acknowledge_are_waited_for_no_longer_than_they_take()
    {
        var world = new TeardownWorld();

        await world.RunAsync();

        Assert.Equal(0, world.Jobs.Abandoned);
        Assert.Equal(OutcomeCodes.Done, world.OutcomeOf(StepNames.StopJobs));
        Assert.Equal(1, world.Jobs.Cancellations);
    }

    private static void Missing(TeardownWorld world, string topic, string why) =>
        world.Data.Subscriptions.Add((world.Installation, new()
        {
            Name = topic.Replace('/', '-'),
            Topic = topic,
            Uri = "https://app.example/webhooks",
            State = why == "being-created" ? SubscriptionState.BeingCreated : SubscriptionState.Missing,
            Reason = why,
            CheckedAt = world.Time.GetUtcNow(),
        }));
}
