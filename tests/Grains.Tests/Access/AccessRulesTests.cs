using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Tests.Jobs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

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
        Assert.Equal(state, AccessRules.StateOf(kind, code, hadExpired: false));

    [Theory]
    [InlineData(AdminFailureKind.Unauthorized, null)]
    [InlineData(AdminFailureKind.PaymentRequired, AccessState.Frozen)]
    [InlineData(AdminFailureKind.Locked, AccessState.Locked)]
    public void Failure_when_the_token_had_expired_says_nothing_where_it_is_a_401(
        AdminFailureKind kind, AccessState? state) =>
        Assert.Equal(state, AccessRules.StateOf(kind, null, hadExpired: true));

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
        Assert.Equal(needed, AccessRules.NeedsProbe(stay, Now, new AccessOptions()));
    }
}
