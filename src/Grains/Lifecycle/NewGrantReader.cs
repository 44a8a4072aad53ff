using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>Asks Shopify what a new grant is, and what the current one still is.</summary>
internal sealed class NewGrantReader(
    IAdminClient admin, IGrantStore stored, GrantFactory factory, TimeProvider clock)
{
    private static readonly TimeSpan ProbePause = TimeSpan.FromSeconds(1);

    /// <summary>The tokens as they are stored: lifetimes become instants, and the exchange has a name.</summary>
    public Grant ToGrant(TokenGrant granted)
    {
        ArgumentNullException.ThrowIfNull(granted);
        return factory.Make(granted) with { Origin = Guid.CreateVersion7(clock.GetUtcNow()) };
    }

    /// <summary>Asks who a token speaks for.</summary>
    public Task<AdminOutcome<InstallationProbe>> ProbeAsync(
        ShopDomain shop, AccessToken token, Installation? current, CancellationToken cancellationToken) =>
        admin.ProbeAsync(
            new AdminAccess(shop, token) { Priority = CallPriority.Install, Installation = current?.Id.Value },
            cancellationToken);

    /// <summary>
    /// Asks whose a new grant is, for as long as only a moment's failure keeps Shopify from saying so. A first install
    /// begins anew instead and loses nothing; but the exchange has retired the pair of a stay that is there, which
    /// would be left without any.
    /// </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="token">The new token.</param>
    /// <param name="current">The stay that is there.</param>
    /// <param name="until">No question is put off to later than this.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<AdminOutcome<InstallationProbe>> ProbeUntilAsync(
        ShopDomain shop,
        AccessToken token,
        Installation? current,
        DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var probe = await ProbeAsync(shop, token, current, cancellationToken);
            if (probe.IsOk || current is null || !IsPassing(probe.Failure)) return probe;
            var pause = probe.Failure.RetryAfter is { } told && told > ProbePause ? told : ProbePause;
            if (clock.GetUtcNow() + pause >= until) return probe;
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <summary>What the current installation holds; null where nothing is current or the grant destroyed.</summary>
    public async Task<HeldGrant?> ReadHeldAsync(Installation? current, CancellationToken cancellationToken) =>
        current is null ? null : await stored.ReadAsync(current.Id, cancellationToken);

    /// <summary>
    /// Compares the new grant with the current installation's; its token is tried only if that can matter.
    /// </summary>
    /// <param name="grant">The new grant.</param>
    /// <param name="probe">What Shopify says of it.</param>
    /// <param name="current">The stay that is there.</param>
    /// <param name="held">What that held before Shopify was asked.</param>
    /// <param name="cancellationToken">Cancels the question about the old token.</param>
    public async Task<NewGrant> CompareAsync(
        Grant grant,
        InstallationProbe probe,
        Installation? current,
        HeldGrant? held,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        ArgumentNullException.ThrowIfNull(probe);
        var compared = new NewGrant
        {
            Grant = grant,
            AppInstallationId = probe.AppInstallationId,
            ShopId = probe.ShopId,
            ShopName = probe.Name,
            ShopEmail = probe.Email,
            Current = current?.Id,
            HeldVersion = held?.Version,
        };
        if (current is null) return compared;
        if (held is not { Grant: var old }) return compared with { OldToken = TokenProbe.Unknown };
        if (old.AccessToken.Equals(grant.AccessToken)) return compared with { SameToken = true };
        if (probe.AppInstallationId == current.AppInstallationId) return compared;
        var answer = await ProbeAsync(current.Shop, old.AccessToken, current, cancellationToken);
        return compared with { OldToken = Read(answer, old) };
    }

    private static bool IsPassing(AdminFailure failure) =>
        failure.Kind == AdminFailureKind.Throttled || failure.MayHaveHappened;

    // A 401 to a token that may have expired is no news.
    private TokenProbe Read(AdminOutcome<InstallationProbe> answer, Grant old)
    {
        if (answer.IsOk) return TokenProbe.Alive;
        return answer.Failure.Kind == AdminFailureKind.Unauthorized
            && !TokenRules.MayHaveExpired(old.ExpiresAt, clock.GetUtcNow())
                ? TokenProbe.Refused
                : TokenProbe.Unknown;
    }
}
