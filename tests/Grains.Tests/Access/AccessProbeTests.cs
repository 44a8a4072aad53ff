using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Tests.ApiLogs;
using Shopkeeper.Grains.Tests.Jobs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Access;

public sealed class AccessProbeTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));
    private readonly FakeInstallationStore _store = new();
    private readonly FakeAccessChecks _checks = new();
    private readonly FakeGrantKeeper _keeper = new();
    private readonly FakeAdminClient _shopify = new()
    {
        Probe = new InstallationProbe
        {
            AppInstallationId = "gid://shopify/AppInstallation/1",
            ShopId = 4711,
            Shop = FakeInstallationStore.Current().Shop,
            Name = "",
        },
    };

    private Installation _stay = FakeInstallationStore.Current();

    [Fact]
    public async Task Check_when_Shopify_takes_the_token_says_so_in_one_request_for_the_log_of_the_installation()
    {
        Assert.Equal(Check(AccessState.Fine), await CheckAsync());
        var access = Assert.Single(_shopify.Accesses);
        Assert.Equal(
            (true, (Guid?)_stay.Id.Value, false), (access.SingleAttempt, access.Installation, access.StopsAtEnd));
        Assert.Single(_keeper.Acceptances);
        Assert.Equal([_stay.Id], _checks.Noted);
    }

    [Fact]
    public async Task Check_when_another_was_answered_just_now_asks_nobody()
    {
        _stay = _stay with { AccessCheckedAt = _clock.GetUtcNow(), Access = AccessState.Locked };
        Assert.Equal(Check(AccessState.Locked), await CheckAsync());
        Assert.Empty(_shopify.Calls);
    }

    [Theory]
    [InlineData(AdminFailureKind.ServerError)]
    [InlineData(AdminFailureKind.Unreachable)]
    [InlineData(AdminFailureKind.Throttled)]
    [InlineData(AdminFailureKind.Rejected)]
    public async Task Check_when_the_answer_says_nothing_is_not_noted_and_changes_nothing(AdminFailureKind kind)
    {
        _shopify.Fault = _ => new AdminFailure { Kind = kind };
        Assert.Equal(Check(AccessState.Fine, AccessAnswer.Silent), await CheckAsync());
        Assert.Empty(_checks.Noted);
        Assert.Empty(_keeper.Acceptances);
    }

    [Fact]
    public async Task Check_when_Shopify_refuses_tells_the_keeper()
    {
        _shopify.Fault = _ => new AdminFailure { Kind = AdminFailureKind.Unauthorized };
        await CheckAsync();
        Assert.Equal([_keeper.Reply.Token!], _keeper.Refusals);
    }

    [Theory]
    [InlineData(AccessState.Fine)]
    [InlineData(AccessState.NeedsGrant)]
    [InlineData(AccessState.Frozen)]
    public async Task Check_when_there_is_no_token_says_so_beside_what_is_known_and_a_new_grant_is_wanted(
        AccessState known)
    {
        _keeper.Reply = new TokenReply { Code = TokenCodes.RefreshRefusedOnce };
        _stay = _stay with { Access = known };

        var check = await CheckAsync();

        Assert.Equal(Check(known, AccessAnswer.NoToken), check);
        Assert.True(check!.NeedsNewGrant);
        Assert.Empty(_shopify.Calls);
    }

    [Fact]
    public async Task Check_of_an_installation_that_has_ended_asks_nobody()
    {
        _stay = _stay with { EndedAt = _clock.GetUtcNow() };
        Assert.Null(await CheckAsync());
        Assert.Empty(_shopify.Calls);
    }

    private static AccessCheck Check(AccessState state, AccessAnswer answer = AccessAnswer.Known) =>
        new() { State = state, Answer = answer };

    private Task<AccessCheck?> CheckAsync()
    {
        _store.Rows[_stay.Id] = _stay;
        return new AccessProbe(_store, _checks, _shopify, _clock, Options.Create(new AccessOptions()))
            .CheckAsync(_stay.Id, _keeper, TestContext.Current.CancellationToken);
    }
}
