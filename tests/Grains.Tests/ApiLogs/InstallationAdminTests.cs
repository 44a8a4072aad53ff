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
        Assert.Equal("attempts=2, pointsLeft=996.8", entry.Detail);
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
        Assert.Equal(("shopify-unauthorized", true), (failure.Code, failure.Retry));
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
            Access = dormant ? AccessState.Frozen : AccessState.Fine,
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
    [InlineData(AdminFailureKind.Refused, "shopify-refused", false)]
    [InlineData(AdminFailureKind.PaymentRequired, "shopify-frozen", true)]
    [InlineData(AdminFailureKind.Locked, "shopify-locked", true)]
    [InlineData(AdminFailureKind.ServerError, "shopify-server-error", true)]
    [InlineData(AdminFailureKind.Unreachable, "shopify-unreachable", true)]
    [InlineData(AdminFailureKind.Unreadable, "shopify-unreadable", true)]
    [InlineData(AdminFailureKind.Rejected, "shopify-rejected", true)]
    [InlineData(AdminFailureKind.NotFound, "shopify-not-found", true)]
    public void Failure_when_mapped_has_a_code_and_says_whether_to_try_again(
        AdminFailureKind kind, string code, bool retry)
    {
        var failure = AdminFailureRules.ToJobFailure(new AdminFailure { Kind = kind });
        Assert.Equal((code, retry), (failure.Code, failure.Retry));
    }

    [Fact]
    public void Failure_when_the_shop_is_frozen_waits_an_hour()
    {
        var failure = AdminFailureRules.ToJobFailure(new AdminFailure { Kind = AdminFailureKind.PaymentRequired });
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
    }

    private static AdminFailure Throttled(TimeSpan retryAfter) =>
        new() { Kind = AdminFailureKind.Throttled, Status = 429, RetryAfter = retryAfter };

    private Task<ProductPage> ReadAsync() => ReadUntilAsync(TestContext.Current.CancellationToken);

    private Task<ProductPage> ReadUntilAsync(CancellationToken cancellationToken) => _bench.Admin.CallAsync(
        _bench.Installation,
        (admin, access, token) => admin.ReadProductsAsync(access, null, 250, token),
        cancellationToken);
}
