using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Tests.Jobs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly AccessOptions Options = new()
    {
        TrustFor = TimeSpan.FromMinutes(5), RecheckAfter = TimeSpan.FromMinutes(1),
    };

    [Theory]
    [InlineData(AdminFailureKind.Unauthorized, null, AccessState.Refused)]
    [InlineData(AdminFailureKind.PaymentRequired, null, AccessState.Frozen)]
    [InlineData(AdminFailureKind.PaymentRequired, AdminErrorCodes.ShopInactive, AccessState.Frozen)]
    [InlineData(AdminFailureKind.NotFound, null, AccessState.Closed)]
    [InlineData(AdminFailureKind.Locked, null, AccessState.Locked)]
    [InlineData(AdminFailureKind.Forbidden, null, AccessState.Forbidden)]
    [InlineData(AdminFailureKind.Forbidden, "SOMETHING_NEW", AccessState.Forbidden)]
    [InlineData(AdminFailureKind.Forbidden, AdminErrorCodes.NonExpiringToken, AccessState.NeedsGrant)]
    [InlineData(AdminFailureKind.Refused, AdminErrorCodes.AccessDenied, null)]
    [InlineData(AdminFailureKind.Refused, null, null)]
    [InlineData(AdminFailureKind.Throttled, AdminErrorCodes.Throttled, null)]
    [InlineData(AdminFailureKind.Rejected, null, null)]
    [InlineData(AdminFailureKind.ServerError, null, null)]
    [InlineData(AdminFailureKind.Unreachable, null, null)]
    [InlineData(AdminFailureKind.Unreadable, null, null)]
    [InlineData(AdminFailureKind.Redirected, null, null)]
    public void Failure_when_it_speaks_of_access_names_a_state_and_else_none(
        AdminFailureKind kind, string? code, AccessState? state) =>
        Assert.Equal(state, AccessRules.StateOf(kind, code, mayHaveExpired: false));

    [Theory]
    [InlineData(AdminFailureKind.Unauthorized, null)]
    [InlineData(AdminFailureKind.PaymentRequired, AccessState.Frozen)]
    [InlineData(AdminFailureKind.Locked, AccessState.Locked)]
    public void Failure_when_the_token_may_have_expired_says_nothing_where_it_is_a_401(
        AdminFailureKind kind, AccessState? state) =>
        Assert.Equal(state, AccessRules.StateOf(kind, null, mayHaveExpired: true));

    [Theory]
    [InlineData(AccessState.Fine, false)]
    [InlineData(AccessState.Refused, true)]
    [InlineData(AccessState.NeedsGrant, true)]
    [InlineData(AccessState.Frozen, true)]
    [InlineData(AccessState.Closed, true)]
    [InlineData(AccessState.Locked, true)]
    [InlineData(AccessState.Forbidden, false)]
    public void Jobs_when_no_call_can_succeed_wait(AccessState state, bool stops) =>
        Assert.Equal(stops, AccessRules.StopsJobs(state));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(20, 20)]
    [InlineData(600, 60)]
    public void Job_when_its_shop_is_dormant_waits_as_long_again_within_an_hour(int minutesDormant, int minutes) =>
        Assert.Equal(
            TimeSpan.FromMinutes(minutes), AccessRules.PutOff(Dormant(AccessState.Frozen, minutesDormant), Now));

    [Theory]
    [InlineData(AccessState.Fine, 0, true, 24 * 60)]
    [InlineData(AccessState.Fine, 0, false, 5)]
    [InlineData(AccessState.Frozen, 0, true, 5)]
    [InlineData(AccessState.Frozen, 90, true, 90)]
    [InlineData(AccessState.Refused, 60 * 24 * 30, true, 6 * 60)]
    public void Next_check_is_daily_for_shops_that_are_fine_and_sooner_for_dormant_ones(
        AccessState state, int minutesDormant, bool answered, double minutes)
    {
        var stay = state == AccessState.Fine ? FakeInstallationStore.Current() : Dormant(state, minutesDormant);
        var next = AccessRules.NextCheck(stay, answered, Now, new AccessOptions());
        Assert.InRange(next.TotalMinutes, minutes * 0.9, minutes * 1.1);
        Assert.Equal(next, AccessRules.NextCheck(stay, answered, Now, new AccessOptions()));
    }

    [Fact]
    public void First_checks_of_a_fleet_are_spread_over_the_interval()
    {
        var first = Enumerable.Range(0, 2000)
            .Select(_ => AccessRules.FirstCheck(
                FakeInstallationStore.Current() with { Id = InstallationId.New(Now) }, Now, new AccessOptions()))
            .ToList();
        for (var hour = 2; hour < 23; hour++)
            Assert.InRange(first.Count(delay => (int)delay.TotalHours == hour), 40, 140);
        Assert.All(first, delay => Assert.InRange(delay, TimeSpan.FromHours(1), TimeSpan.FromHours(24)));
    }

    [Theory]
    [InlineData(AccessState.Refused, AccessState.NeedsGrant, false)]
    [InlineData(AccessState.NeedsGrant, AccessState.Refused, true)]
    [InlineData(AccessState.Frozen, AccessState.NeedsGrant, true)]
    [InlineData(AccessState.Refused, AccessState.Fine, true)]
    [InlineData(AccessState.Locked, AccessState.Locked, false)]
    public void Refusal_that_comes_after_it_was_found_that_only_a_new_grant_helps_is_no_news(
        AccessState lost, AccessState known, bool isNews) =>
        Assert.Equal(isNews, AccessRules.IsNews(lost, known));

    [Theory]
    [InlineData(AccessState.Fine, null, true)]
    [InlineData(AccessState.Fine, 299, false)]
    [InlineData(AccessState.Fine, 300, true)]
    [InlineData(AccessState.Frozen, null, true)]
    [InlineData(AccessState.Frozen, 59, false)]
    [InlineData(AccessState.Frozen, 60, true)]
    public void Probe_when_the_last_answer_is_old_is_needed(AccessState state, int? secondsAgo, bool needed)
    {
        var stay = FakeInstallationStore.Current() with
        {
            Access = state,
            AccessCheckedAt = secondsAgo is { } ago ? Now.AddSeconds(-ago) : null,
        };
        Assert.Equal(needed, AccessRules.NeedsProbe(stay, Now, Options));
    }

    private static Installation Dormant(AccessState state, int minutes) =>
        FakeInstallationStore.Current() with { Access = state, AccessLostAt = Now.AddMinutes(-minutes) };
}
