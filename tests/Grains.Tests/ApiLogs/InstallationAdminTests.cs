using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.ApiLogs;

public sealed class InstallationAdminTests
{
    private readonly AdminBench _bench = new();

    [Fact]
    public async Task Call_when_it_succeeds_answers_and_is_logged_with_its_cost()
    {
        _bench.Client.Products.Add(new Product("gid://1", "Red shirt", "red-shirt", DateTimeOffset.UnixEpoch));

        var page = await ReadAsync();

        Assert.Single(page.Products);
        Assert.Equal([GrantUse.App], _bench.Keeper.Uses);
        var entry = Assert.Single(_bench.Log.Entries);
        Assert.Equal(("products", "ok", 200, 4), (entry.Operation, entry.Outcome, entry.Status, entry.Cost));
        Assert.Equal((2, "pointsLeft=996.8"), (entry.Attempts, entry.Detail));
        Assert.DoesNotContain("canary", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_when_the_installation_has_ended_never_reaches_Shopify()
    {
        _bench.Keeper.Reply = new TokenReply { Code = "installation-ended" };
        var refusal = await Assert.ThrowsAsync<InstallationEndedException>(ReadAsync);
        Assert.Equal(_bench.Installation.Id, refusal.Installation);
        Assert.Empty(_bench.Client.Calls);
    }

    [Fact]
    public async Task Call_when_the_fence_falls_during_it_stops_the_caller()
    {
        _bench.Log.Ended = true;
        await Assert.ThrowsAsync<InstallationEndedException>(ReadAsync);
    }

    [Fact]
    public async Task Call_when_the_token_is_refused_tells_the_keeper_and_fails()
    {
        _bench.Client.Fault = _ => new AdminFailure { Kind = AdminFailureKind.Unauthorized, Status = 401 };
        var failure = await Assert.ThrowsAsync<JobFailedException>(ReadAsync);
        Assert.Equal(("shopify-unauthorized", true, false), (failure.Code, failure.Retry, failure.SpendsAttempt));
        Assert.Equal([_bench.Keeper.Reply.Token!], _bench.Keeper.Refusals);
        Assert.Equal("unauthorized", Assert.Single(_bench.Log.Entries).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_when_it_succeeds_tells_the_keeper_of_a_dormant_shop_alone(bool dormant)
    {
        _bench.Keeper.Reply = _bench.Keeper.Reply with
        {
            Access = dormant ? AccessState.Forbidden : AccessState.Fine,
        };

        await ReadAsync();

        Assert.Equal(dormant ? [_bench.Keeper.Reply.Token!] : [], _bench.Keeper.Acceptances);
    }

    [Fact]
    public async Task Call_when_throttled_for_a_while_waits_as_told_and_goes_on()
    {
        var throttled = 0;
        _bench.Client.Fault = _ => ++throttled <= 3 ? Throttled(TimeSpan.FromSeconds(7)) : null;
        var begun = _bench.Clock.GetUtcNow();

        var call = ReadAsync();
        await Eventually.UntilAsync("the call is done", () =>
        {
            if (!call.IsCompleted) _bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return call.IsCompleted;
        }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotNull(await call);
        Assert.True(_bench.Clock.GetUtcNow() - begun >= TimeSpan.FromSeconds(21));
        Assert.Equal(4, _bench.Log.Entries.Count);
        Assert.Empty(_bench.Keeper.Refusals);
    }

    [Fact]
    public async Task Call_when_throttled_for_ever_gives_up_with_the_wait_told()
    {
        _bench.Options.ThrottleWaits = 3;
        _bench.Client.Fault = _ => Throttled(TimeSpan.Zero);
        var failure = await Assert.ThrowsAsync<JobFailedException>(ReadAsync);
        Assert.Equal(("shopify-throttled", true, TimeSpan.Zero), (failure.Code, failure.Retry, failure.RetryAfter));
        Assert.Equal(4, _bench.Client.Calls.Count);
    }

    [Fact]
    public async Task Call_when_cancelled_while_it_waits_ends_at_once()
    {
        using var cancel = new CancellationTokenSource();
        _bench.Client.Fault = _ => Throttled(TimeSpan.FromMinutes(1));
        var call = ReadUntilAsync(cancel.Token);
        await Eventually.UntilAsync("it was throttled", () => _bench.Client.Calls.Count == 1,
            cancellationToken: TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData(AdminFailureKind.Refused, "shopify-refused", false, true)]
    [InlineData(AdminFailureKind.ServerError, "shopify-server-error", true, true)]
    [InlineData(AdminFailureKind.Unreachable, "shopify-unreachable", true, true)]
    [InlineData(AdminFailureKind.Unreadable, "shopify-unreadable", true, true)]
    [InlineData(AdminFailureKind.Rejected, "shopify-rejected", true, true)]
    [InlineData(AdminFailureKind.Forbidden, "shopify-forbidden", true, true)]
    [InlineData(AdminFailureKind.Unauthorized, "shopify-unauthorized", true, false)]
    [InlineData(AdminFailureKind.PaymentRequired, "shopify-frozen", true, false)]
    [InlineData(AdminFailureKind.Locked, "shopify-locked", true, false)]
    [InlineData(AdminFailureKind.NotFound, "shopify-not-found", true, false)]
    public void Failure_when_mapped_has_a_code_and_says_whether_to_try_again_and_what_it_costs(
        AdminFailureKind kind, string code, bool retry, bool spends)
    {
        var failure = AdminFailureRules.ToJobFailure(new AdminFailure { Kind = kind, Status = 430 });
        Assert.Equal((code, retry, spends), (failure.Code, failure.Retry, failure.SpendsAttempt));
    }

    [Fact]
    public void Failure_when_Shopify_holds_the_calls_to_be_malicious_waits_an_hour()
    {
        var failure = AdminFailureRules.ToJobFailure(new AdminFailure { Kind = AdminFailureKind.Rejected });
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
    }

    // Another call of the shop was rejected, and this one was not made.
    [Fact]
    public void Failure_of_a_call_that_was_held_back_is_put_off_and_spends_no_attempt()
    {
        var failure = AdminFailureRules.ToJobFailure(
            new AdminFailure { Kind = AdminFailureKind.Rejected, RetryAfter = TimeSpan.FromMinutes(4) });
        Assert.Equal(("shopify-rejected", true, false), (failure.Code, failure.Retry, failure.SpendsAttempt));
        Assert.Equal(TimeSpan.FromMinutes(4), failure.RetryAfter);
    }

    [Fact]
    public async Task Call_when_the_shop_is_dormant_is_put_off_and_not_made()
    {
        _bench.Keeper.Reply = _bench.Keeper.Reply with { Access = AccessState.Frozen };
        var failure = await Assert.ThrowsAsync<JobFailedException>(ReadAsync);
        Assert.Equal(("shopify-dormant", true, false), (failure.Code, failure.Retry, failure.SpendsAttempt));
        Assert.Equal(TimeSpan.FromMinutes(1), failure.RetryAfter);
        Assert.Empty(_bench.Client.Calls);
    }

    [Fact]
    public async Task Call_when_the_shop_was_dormant_and_a_check_finds_it_back_is_made()
    {
        _bench.Keeper.Reply = _bench.Keeper.Reply with { Access = AccessState.Frozen };
        _bench.Keeper.Checked = AccessState.Fine;
        await ReadAsync();
        Assert.Single(_bench.Client.Calls);
    }

    [Theory]
    [InlineData(TokenCodes.TokenExpired)]
    [InlineData(TokenCodes.ClientRefused)]
    [InlineData(TokenCodes.RefreshRefusedOnce)]
    [InlineData(TokenCodes.RefreshRefused)]
    [InlineData(TokenCodes.RefreshTokenExpired)]
    [InlineData(TokenCodes.AppNotInstalled)]
    public async Task Call_when_there_is_no_token_is_put_off_as_long_as_told_and_spends_no_attempt(string code)
    {
        _bench.Keeper.Reply = new TokenReply { Code = code, RetryAfter = TimeSpan.FromSeconds(40) };
        var failure = await Assert.ThrowsAsync<JobFailedException>(ReadAsync);
        Assert.Equal((code, true, false), (failure.Code, failure.Retry, failure.SpendsAttempt));
        Assert.Equal(TimeSpan.FromSeconds(40), failure.RetryAfter);
        Assert.Empty(_bench.Client.Calls);
    }

    private static AdminFailure Throttled(TimeSpan retryAfter) =>
        new() { Kind = AdminFailureKind.Throttled, Status = 429, RetryAfter = retryAfter };

    private Task<ProductPage> ReadAsync() => ReadUntilAsync(TestContext.Current.CancellationToken);

    private Task<ProductPage> ReadUntilAsync(CancellationToken cancellationToken) => _bench.Admin.CallAsync(
        _bench.Installation,
        (admin, access, token) => admin.ReadProductsAsync(access, null, 250, token),
        cancellationToken);
}
