using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// One installation's tokens. It keeps none in memory: who asks gets what the row says now, so that a token is never
/// handed out after the fence or its destruction.
/// </summary>
internal sealed partial class GrantGrain(
    IInstallationStore installations, LifecycleMetrics metrics, TimeProvider clock, ILogger<GrantGrain> logger)
    : Grain, IGrantKeeper
{
    private InstallationId Id => new(this.GetPrimaryKey());

    /// <inheritdoc/>
    public async Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken)
    {
        var current = use == GrantUse.Teardown ? null : await FindCurrentAsync(cancellationToken);
        if (use != GrantUse.Teardown && current is null)
            return new TokenReply { Code = "installation-ended" };
        return await installations.ReadGrantAsync(Id, cancellationToken) is { } grant
            ? new TokenReply { Token = grant.AccessToken, AccessLost = current?.AccessLostAt is not null }
            : new TokenReply { Code = "grant-destroyed" };
    }

    /// <inheritdoc/>
    public async Task ReportRefusedAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        if (await FindCurrentAsync(cancellationToken) is not { AccessLostAt: null }) return;
        if (!await TrySetAccessLostAsync(refused, clock.GetUtcNow(), cancellationToken)) return;
        metrics.CountRefusedGrant();
        LogAccessLost(Id);
    }

    /// <inheritdoc/>
    public async Task ReportAcceptedAsync(AccessToken accepted, CancellationToken cancellationToken)
    {
        if (await FindCurrentAsync(cancellationToken) is not { AccessLostAt: not null }) return;
        if (await TrySetAccessLostAsync(accepted, null, cancellationToken)) LogAccessBack(Id);
    }

    /// <inheritdoc/>
    public Task<bool> DestroyAsync(CancellationToken cancellationToken) =>
        installations.DestroyGrantAsync(Id, cancellationToken);

    // Should the grant be swapped right after the comparison, the next call that succeeds takes the note back.
    private async Task<bool> TrySetAccessLostAsync(
        AccessToken answered, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var grant = await installations.ReadGrantAsync(Id, cancellationToken);
        if (grant is null || !grant.AccessToken.Equals(answered)) return false;
        try
        {
            await installations.SetAccessLostAsync(Id, since, cancellationToken);
            return true;
        }
        catch (InstallationEndedException)
        {
            // It ended in the meantime: what its token is worth is no news any more.
            return false;
        }
    }

    private async Task<Installation?> FindCurrentAsync(CancellationToken cancellationToken) =>
        await installations.FindAsync(Id, cancellationToken) is { EndedAt: null } current ? current : null;
}
