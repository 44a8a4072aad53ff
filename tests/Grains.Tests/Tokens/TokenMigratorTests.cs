using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.Tokens;

/// <summary>
/// Shopify replaces a token once and for ever: wherever the replacement is cut off, what became of it is found out, and
/// no pair is lost in silence.
/// </summary>
public sealed class TokenMigratorTests : IDisposable
{
    private readonly TokenBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Migration_cut_off_before_Shopify_was_asked_is_begun_again_and_stops_nothing()
    {
        _bench.Held = _bench.Lasting(MigrationMark.Asked);

        await _bench.MigrateAsync();

        Assert.Equal((1, 0, 0), (_bench.Released, _bench.Asked, _bench.Stops.Count));
        Assert.Equal(0L, Assert.Single(_bench.Admin.Accesses).Reservation);
    }

    [Fact]
    public async Task Migration_cut_off_after_Shopify_replaced_the_token_asks_once_more_and_stores_the_pair()
    {
        _bench.Held = _bench.Lasting(MigrationMark.Asked);
        TokenIs(AdminFailureKind.Unauthorized);
        _bench.Answers.Enqueue(TokenBench.Granted());

        await _bench.MigrateAsync();

        Assert.Equal("shpat_new", _bench.Held!.Grant.AccessToken.Reveal());
        Assert.Equal((1, 1, 0), (_bench.Asked, _bench.Migrated, _bench.Stops.Count));
    }

    [Fact]
    public async Task Migration_whose_answer_Shopify_does_not_repeat_needs_a_new_grant_and_stops()
    {
        _bench.Held = _bench.Lasting(MigrationMark.Asked);
        TokenIs(AdminFailureKind.Unauthorized);
        _bench.Answers.Enqueue(new TokenOutcome.Refused("invalid_subject_token", 400));

        await _bench.MigrateAsync();

        Assert.Equal([("answer-lost", MigrationMark.Lost)], _bench.Stops);
        Assert.Equal(1, _bench.NeedsGrant);
    }

    [Fact]
    public async Task Migration_that_Shopify_declines_leaves_the_token_and_stops()
    {
        _bench.Held = _bench.Lasting();
        _bench.Answers.Enqueue(new TokenOutcome.Refused("invalid_subject_token", 400));

        await _bench.MigrateAsync();

        Assert.Equal([("invalid-subject-token", MigrationMark.Declined)], _bench.Stops);
        Assert.Equal((0, 0), (_bench.NeedsGrant, _bench.Admin.Calls.Count));
    }

    [Theory]
    [InlineData(AdminFailureKind.PaymentRequired, AccessState.Frozen)]
    [InlineData(AdminFailureKind.NotFound, AccessState.Closed)]
    [InlineData(AdminFailureKind.Locked, AccessState.Locked)]
    public async Task Migration_of_a_shop_that_sleeps_is_put_off_and_stops_nothing(
        AdminFailureKind kind, AccessState state)
    {
        _bench.Held = _bench.Lasting();
        _bench.Answers.Enqueue(new TokenOutcome.Unavailable(new AdminFailure { Kind = kind }));

        await _bench.MigrateAsync();

        Assert.Equal([state], _bench.Lost);
        Assert.Equal((1, 0), (_bench.Released, _bench.Stops.Count));
        Assert.Equal(_bench.Clock.GetUtcNow().AddHours(6), _bench.ReleasedUntil);
    }

    [Fact]
    public async Task Migration_that_was_cut_off_in_a_shop_that_sleeps_is_found_out_later_and_stops_nothing()
    {
        _bench.Held = _bench.Lasting(MigrationMark.Asked);
        TokenIs(AdminFailureKind.PaymentRequired);

        await _bench.MigrateAsync();

        Assert.Equal([AccessState.Frozen], _bench.Lost);
        Assert.Equal((0, 0, 0), (_bench.Asked, _bench.Released, _bench.Stops.Count));
        Assert.Equal(_bench.Clock.GetUtcNow().AddHours(6), _bench.DeferredUntil);
    }

    [Fact]
    public async Task Migration_where_the_app_is_gone_is_put_off_and_stops_nothing()
    {
        _bench.Held = _bench.Lasting();
        _bench.Answers.Enqueue(new TokenOutcome.Refused("app_not_installed", 400));

        await _bench.MigrateAsync();

        Assert.Equal((1, 0), (_bench.Released, _bench.Stops.Count));
        Assert.NotNull(_bench.ReleasedUntil);
    }

    [Fact]
    public async Task Migration_cut_off_where_the_app_is_gone_by_now_is_no_lost_answer()
    {
        _bench.Held = _bench.Lasting(MigrationMark.Asked);
        TokenIs(AdminFailureKind.Unauthorized);
        _bench.Answers.Enqueue(new TokenOutcome.Refused("app_not_installed", 400));

        await _bench.MigrateAsync();

        Assert.Equal((0, 0), (_bench.NeedsGrant, _bench.Stops.Count));
        Assert.NotNull(_bench.DeferredUntil);
    }

    // The token is known, and that is what tells that it was not replaced.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Migration_cut_off_when_Shopify_takes_no_lasting_tokens_any_more_is_begun_again(bool wasCutOff)
    {
        _bench.Held = _bench.Lasting(wasCutOff ? MigrationMark.Asked : MigrationMark.None);
        _bench.Admin.Fault = _ => new AdminFailure
        {
            Kind = AdminFailureKind.Forbidden, ErrorCode = AdminErrorCodes.NonExpiringToken,
        };
        if (!wasCutOff) _bench.Answers.Enqueue(TokenBench.Unanswered());

        await _bench.MigrateAsync();

        Assert.Equal((wasCutOff ? 1 : 0, null), (_bench.Released, _bench.DeferredUntil));
        (string, MigrationMark?)[] stops = wasCutOff ? [] : [("unreachable", MigrationMark.None)];
        Assert.Equal(stops, _bench.Stops);
    }

    [Fact]
    public async Task Migration_when_nobody_tells_what_became_of_the_token_waits_and_asks_nothing()
    {
        _bench.Held = _bench.Lasting(MigrationMark.Asked);
        TokenIs(AdminFailureKind.ServerError);

        await _bench.MigrateAsync();

        Assert.Equal((0, 0, 0), (_bench.Asked, _bench.Released, _bench.Stops.Count));
        Assert.Equal(_bench.Clock.GetUtcNow() + _bench.Options.RetryMaximum, _bench.DeferredUntil);
    }

    [Fact]
    public async Task Migration_whose_answer_is_lost_at_once_is_found_out_at_once()
    {
        _bench.Held = _bench.Lasting();
        TokenIs(AdminFailureKind.Unauthorized);
        _bench.Answers.Enqueue(TokenBench.Unanswered());
        _bench.Answers.Enqueue(TokenBench.Granted());

        await _bench.MigrateAsync();

        Assert.Equal((2, 1, 0), (_bench.Asked, _bench.Migrated, _bench.Stops.Count));
    }

    [Fact]
    public async Task Migration_whose_answer_was_waited_for_long_lets_those_who_ask_for_tokens_in_first()
    {
        _bench.Held = _bench.Lasting();
        _bench.Answers.Enqueue(TokenBench.Unanswered());
        _bench.Meanwhile = () => _bench.Clock.Advance(TimeSpan.FromSeconds(10));

        await _bench.MigrateAsync();

        Assert.Equal([("unreachable", MigrationMark.Asked)], _bench.Stops);
        Assert.Empty(_bench.Admin.Calls);
        Assert.NotNull(_bench.DeferredUntil);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Migration_whose_grant_is_another_s_or_gone_meanwhile_stops_all_and_says_so(bool isGone)
    {
        _bench.Held = _bench.Lasting();
        _bench.Answers.Enqueue(TokenBench.Granted());
        var other = _bench.Lasting() with
        {
            Version = 4, Grant = new Grant { AccessToken = new AccessToken("shpat_other"), Scopes = "" },
        };
        _bench.Meanwhile = () => _bench.Held = isGone ? null : other;

        await _bench.MigrateAsync();

        Assert.Equal([("answer-dropped", null)], _bench.Stops);
        Assert.Same(isGone ? null : other, _bench.Held);
    }

    [Fact]
    public async Task Migration_when_a_merchant_was_answered_the_same_token_meanwhile_replaces_it_there()
    {
        _bench.Held = _bench.Lasting();
        _bench.Answers.Enqueue(TokenBench.Granted());
        _bench.Meanwhile = () => _bench.Held = _bench.Lasting() with { Version = 4 };

        await _bench.MigrateAsync();

        Assert.Equal(("shpat_new", 5L), (_bench.Held!.Grant.AccessToken.Reveal(), _bench.Held.Version));
        Assert.Empty(_bench.Stops);
    }

    [Fact]
    public async Task Migration_whose_pair_was_stored_unheard_is_done()
    {
        _bench.Held = _bench.Lasting();
        _bench.Answers.Enqueue(TokenBench.Granted());
        _bench.StoresUnheard = true;

        var migration = _bench.MigrateAsync();
        await Eventually.UntilAsync("it is done", () =>
        {
            if (!migration.IsCompleted) _bench.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return migration.IsCompleted;
        }, cancellationToken: TestContext.Current.CancellationToken);

        await migration;
        Assert.Equal((1, 0), (_bench.Migrated, _bench.Stops.Count));
    }

    private void TokenIs(AdminFailureKind kind) => _bench.Admin.Fault = _ => new AdminFailure { Kind = kind };
}
