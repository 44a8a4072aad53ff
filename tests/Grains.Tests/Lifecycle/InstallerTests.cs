using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Lifecycle;

/// <summary>A code can be spent once: what Shopify granted for it must reach the shop.</summary>
public sealed class InstallerTests
{
    private readonly InstallBench _bench = new();

    public static TheoryData<string> Faults => ["timeout", "orleans", "storage"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Install_when_the_tab_is_closed_after_the_code_was_spent_goes_on_to_its_end()
    {
        using var tab = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        _bench.OnExchange = tab.Cancel;

        var reply = await _bench.InstallAsync(tab.Token);

        Assert.Equal(InstallOutcome.Installed, reply.Outcome);
        Assert.Equal(1, _bench.Accepted);
    }

    [Fact]
    public async Task Install_when_the_tab_is_closed_before_the_code_was_spent_spends_none()
    {
        using var tab = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        _bench.OnIntent = tab.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.InstallAsync(tab.Token));

        Assert.Equal(0, _bench.Exchanges);
    }

    [Fact]
    public async Task Install_stands_in_the_log_of_calls_of_the_stay_that_it_led_to()
    {
        await _bench.InstallAsync(Cancellation);

        var entry = Assert.Single(_bench.Log.Entries);
        Assert.Equal(("accessToken", "ok", 200), (entry.Operation, entry.Outcome, entry.Status));
        Assert.DoesNotContain("shpat_new", entry.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Install_when_the_shop_does_not_answer_for_a_while_tries_again_with_the_grant_it_has(string kind)
    {
        for (var time = 0; time < 4; time++) _bench.ShopFaults.Enqueue(Fault(kind));

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal(InstallOutcome.Installed, reply.Outcome);
        Assert.Equal(1, _bench.Exchanges);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Install_when_the_shop_never_answers_gives_up_and_says_when_to_come_back(string kind)
    {
        for (var time = 0; time < 100; time++) _bench.ShopFaults.Enqueue(Fault(kind));

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal(InstallOutcome.Unavailable, reply.Outcome);
        Assert.Equal(kind == "storage" ? "storage-unavailable" : "shop-unavailable", reply.Code);
        Assert.NotNull(reply.RetryAfter);
        Assert.Equal(95, _bench.ShopFaults.Count);
    }

    // An attempt that went unheard gave the grant to a stay that has ended since: trying again with it is of no use.
    [Fact]
    public async Task Install_when_its_grant_is_spent_asks_the_merchant_to_start_again()
    {
        _bench.ShopFaults.Enqueue(Fault("timeout"));
        _bench.Outcome = AcceptGrantOutcome.Spent;

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal((InstallOutcome.StartAgain, "grant-spent"), (reply.Outcome, reply.Code));
        Assert.Equal((1, 1), (_bench.Exchanges, _bench.Accepted));
        Assert.Equal(2, _bench.Origins.Count);
        Assert.NotNull(Assert.Single(_bench.Origins.Distinct()));
    }

    // A silo that hung, or another's commit that was waited for: a teardown's call may have ended what it is for.
    [Fact]
    public async Task Install_when_its_intent_is_over_before_it_commits_asks_the_merchant_to_start_again()
    {
        _bench.Outcome = AcceptGrantOutcome.Expired;

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal((InstallOutcome.StartAgain, "install-expired"), (reply.Outcome, reply.Code));
        Assert.Equal((1, 1), (_bench.Exchanges, _bench.Accepted));
        Assert.Equal([InstallBench.Intent], _bench.Intents);
    }

    // Found by the simulation: the next attempt went on without an intent, and armed the shop's reminder for nothing.
    [Fact]
    public async Task Install_whose_intent_was_removed_unheard_is_not_tried_again()
    {
        _bench.ProbeFailures.Enqueue(new AdminFailure { Kind = AdminFailureKind.Throttled });
        _bench.LosesRemoval = true;

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal((InstallOutcome.Unavailable, "storage-unavailable"), (reply.Outcome, reply.Code));
        Assert.Equal([InstallBench.Intent], _bench.Removed);
        Assert.Equal((1, 0), (_bench.Probes, _bench.Accepted));
    }

    // The exchange has retired the pair that the stay holds: without the new one it would have none.
    [Theory]
    [InlineData(AdminFailureKind.Throttled)]
    [InlineData(AdminFailureKind.ServerError)]
    [InlineData(AdminFailureKind.Unreachable)]
    [InlineData(AdminFailureKind.Unreadable)]
    public async Task Reauthorization_when_its_grant_can_not_be_asked_about_for_a_while_asks_until_it_is_told(
        AdminFailureKind kind)
    {
        _bench.Current = InstallBench.Stay;
        _bench.Outcome = AcceptGrantOutcome.Reauthorized;
        _bench.Step = TimeSpan.FromSeconds(4);
        for (var time = 0; time < 4; time++) _bench.ProbeFailures.Enqueue(new AdminFailure { Kind = kind });

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal(InstallOutcome.Reauthorized, reply.Outcome);
        Assert.Equal((1, 1), (_bench.Exchanges, _bench.Accepted));
    }

    [Fact]
    public async Task Reauthorization_when_its_grant_can_never_be_asked_about_gives_up_in_time()
    {
        _bench.Current = InstallBench.Stay;
        _bench.Step = TimeSpan.FromSeconds(4);
        for (var time = 0; time < 100; time++)
            _bench.ProbeFailures.Enqueue(new AdminFailure { Kind = AdminFailureKind.ServerError });

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal(InstallOutcome.Unavailable, reply.Outcome);
        Assert.NotNull(reply.RetryAfter);
        Assert.Equal(0, _bench.Accepted);
    }

    // Who has no stay loses nothing; and a wait that is longer than an install may take is the merchant's to wait.
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 60)]
    public async Task Install_when_nothing_is_gained_by_waiting_asks_once(bool isStayThere, int retryAfter)
    {
        if (isStayThere) _bench.Current = InstallBench.Stay;
        for (var time = 0; time < 2; time++)
        {
            _bench.ProbeFailures.Enqueue(new AdminFailure
            {
                Kind = AdminFailureKind.Throttled, RetryAfter = TimeSpan.FromSeconds(retryAfter),
            });
        }

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal((InstallOutcome.Unavailable, "throttled"), (reply.Outcome, reply.Code));
        Assert.Equal(TimeSpan.FromSeconds(retryAfter), reply.RetryAfter);
        Assert.Single(_bench.ProbeFailures);
    }

    [Fact]
    public async Task Reauthorization_of_a_frozen_shop_is_not_waited_for()
    {
        _bench.Current = InstallBench.Stay;
        for (var time = 0; time < 2; time++)
            _bench.ProbeFailures.Enqueue(new AdminFailure { Kind = AdminFailureKind.PaymentRequired });

        var reply = await _bench.InstallAsync(Cancellation);

        Assert.Equal((InstallOutcome.Unavailable, "frozen"), (reply.Outcome, reply.Code));
        Assert.Single(_bench.ProbeFailures);

        // Its grant is stored by nobody, so that no teardown has to wait for it.
        Assert.Equal([InstallBench.Intent], _bench.Removed);
    }

    private static Exception Fault(string kind) => kind switch
    {
        "timeout" => new TimeoutException(),
        "orleans" => new OrleansException(),
        _ => new StorageUnavailableException("57P01"),
    };
}
