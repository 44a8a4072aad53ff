using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;

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
        if (use != GrantUse.Teardown && !await IsCurrentAsync(cancellationToken))
            return new TokenReply { Code = "installation-ended" };
        return await installations.ReadGrantAsync(Id, cancellationToken) is { } grant
            ? new TokenReply { Token = grant.AccessToken }
            : new TokenReply { Code = "grant-destroyed" };
    }

    /// <inheritdoc/>
    public async Task ReportRefusedAsync(CancellationToken cancellationToken)
    {
        var installation = await installations.FindAsync(Id, cancellationToken);
        if (installation is not { EndedAt: null, AccessLostAt: null }) return;
        try
        {
            await installations.SetAccessLostAsync(Id, clock.GetUtcNow(), cancellationToken);
            metrics.CountRefusedGrant();
            LogAccessLost(Id);
        }
        catch (InstallationEndedException)
        {
            // It ended in the meantime: a refused token is then what everybody expects.
        }
    }

    /// <inheritdoc/>
    public Task<bool> DestroyAsync(CancellationToken cancellationToken) =>
        installations.DestroyGrantAsync(Id, cancellationToken);

    private async Task<bool> IsCurrentAsync(CancellationToken cancellationToken) =>
        await installations.FindAsync(Id, cancellationToken) is { EndedAt: null };
}
