using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tests.Tokens;

/// <summary>When a desk asks for another pair, and what it leaves in the log of calls.</summary>
public sealed class GrantDeskTests : IDisposable
{
    private readonly TokenBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Token_when_Shopify_refuses_the_refreshed_one_too_is_not_refreshed_for_each_who_asks()
    {
        _bench.Held = _bench.Pair(AccessState.Refused);
        for (var number = 2; number < 12; number++) _bench.Answers.Enqueue(TokenBench.Granted($"{number}"));
        var desk = _bench.Desk();

        for (var time = 0; time < 10; time++)
        {
            Assert.NotNull((await desk.GetAsync(GrantUse.App, CancellationToken.None)).Token);
            _bench.Held = _bench.Held! with { Access = AccessState.Refused };
        }

        Assert.Equal(1, _bench.Asked);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull((await desk.GetAsync(GrantUse.App, CancellationToken.None)).Token);
        Assert.Equal(2, _bench.Asked);
    }

    [Fact]
    public async Task Token_when_the_stay_ends_while_Shopify_does_not_answer_is_not_handed_out_for_the_app()
    {
        _bench.Held = _bench.Pair(AccessState.Refused);
        _bench.Answers.Enqueue(TokenBench.Unanswered());
        _bench.Meanwhile = () => _bench.Held = _bench.Held! with { EndedAt = _bench.Clock.GetUtcNow() };

        var reply = await _bench.Desk().GetAsync(GrantUse.App, CancellationToken.None);

        Assert.Null(reply.Token);
        Assert.Equal(TokenCodes.InstallationEnded, reply.Code);
    }

    [Theory]
    [InlineData(AdminFailureKind.PaymentRequired, AccessState.Frozen)]
    [InlineData(AdminFailureKind.NotFound, AccessState.Closed)]
    [InlineData(AdminFailureKind.Locked, AccessState.Locked)]
    [InlineData(AdminFailureKind.Forbidden, null)]
    [InlineData(AdminFailureKind.Unauthorized, null)]
    [InlineData(AdminFailureKind.Throttled, null)]
    [InlineData(AdminFailureKind.ServerError, null)]
    public async Task Refresh_that_meets_a_sleeping_shop_says_so_and_no_other_answer_does(
        AdminFailureKind kind, AccessState? state)
    {
        _bench.Held = _bench.Pair(AccessState.Fine);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        _bench.Answers.Enqueue(new TokenOutcome.Unavailable(new AdminFailure { Kind = kind }));

        var reply = await _bench.Desk().GetAsync(GrantUse.App, CancellationToken.None);

        Assert.Equal(state is { } told ? [told] : [], _bench.Lost);
        Assert.Equal((null, state ?? AccessState.Fine), (reply.Token, reply.Access));
    }

    [Fact]
    public async Task Refresh_stands_in_the_log_of_calls_without_any_token()
    {
        _bench.Held = _bench.Pair(AccessState.Refused);
        _bench.Answers.Enqueue(TokenBench.Granted("canary"));
        _bench.Meanwhile = () => _bench.Clock.Advance(TimeSpan.FromMilliseconds(70));

        await _bench.Desk().GetAsync(GrantUse.App, CancellationToken.None);

        var entry = Assert.Single(_bench.Log.Entries);
        Assert.Equal(("tokenRefresh", "ok", 200), (entry.Operation, entry.Outcome, entry.Status));
        Assert.Equal(TimeSpan.FromMilliseconds(70), entry.Duration);
        Assert.DoesNotContain("canary", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_for_a_teardown_is_written_down_nowhere_and_goes_on()
    {
        var held = _bench.Pair(AccessState.Fine);
        _bench.Held = held with
        {
            EndedAt = _bench.Clock.GetUtcNow(), Grant = held.Grant with { ExpiresAt = _bench.Clock.GetUtcNow() },
        };
        _bench.Log.Ended = true;
        _bench.Answers.Enqueue(TokenBench.Granted());

        Assert.NotNull((await _bench.Desk().GetAsync(GrantUse.Teardown, CancellationToken.None)).Token);

        Assert.Empty(_bench.Log.Entries);
    }

    [Fact]
    public async Task Refresh_that_Shopify_refuses_is_logged_by_its_error()
    {
        _bench.Held = _bench.Pair(AccessState.Refused);
        _bench.Answers.Enqueue(new TokenOutcome.Refused(TokenErrors.InvalidClient, 401));

        await _bench.Desk().GetAsync(GrantUse.App, CancellationToken.None);

        var entry = Assert.Single(_bench.Log.Entries);
        Assert.Equal(("refused-invalid-client", 401), (entry.Outcome, entry.Status));
    }
}
