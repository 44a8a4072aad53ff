using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// One installation's tokens. It keeps none in memory: who asks gets what the row says now, so that a token is never
/// handed out after the fence or its destruction.
/// </summary>
internal sealed partial class GrantGrain(
    IInstallationStore installations,
    IGrantStore grants,
    GrantDesks desks,
    TokenMigrator migrator,
    AccessProbe probe,
    AccessMetrics metrics,
    ShopNews news,
    TimeProvider clock,
    ILogger<GrantGrain> logger) : Grain, IGrantKeeper
{
    private GrantDesk? _desk;
    private Task<AccessCheck?>? _check;

    private InstallationId Id => new(this.GetPrimaryKey());

    private GrantDesk Desk => _desk ??= desks.Open(Id);

    /// <inheritdoc/>
    public Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken) =>
        Desk.GetAsync(use, cancellationToken);

    /// <inheritdoc/>
    public async Task ReportFailedAsync(
        AccessToken used, AdminFailureKind kind, string? errorCode, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await FindCurrentAsync(cancellationToken) is not { } current) return;
        if (await ReadUsedAsync(used, cancellationToken) is not { } grant) return;
        var state = AccessRules.StateOf(kind, errorCode, TokenRules.MayHaveExpired(grant.ExpiresAt, now));
        if (state is not { } lost || !AccessRules.IsNews(lost, current.Access)) return;
        if (!await TrySetAccessAsync(lost, now, cancellationToken)) return;
        await news.TellAsync(current.Shop, cancellationToken);
        metrics.CountDormant(lost);
        LogAccessLost(Id, lost);
    }

    /// <inheritdoc/>
    public async Task ReportAcceptedAsync(AccessToken accepted, CancellationToken cancellationToken)
    {
        if (await FindCurrentAsync(cancellationToken) is not { Access: not AccessState.Fine } current) return;
        if (await ReadUsedAsync(accepted, cancellationToken) is null) return;
        if (current.Access == AccessState.NeedsGrant && await CannotRefreshAsync(cancellationToken)) return;
        if (!await TrySetAccessAsync(AccessState.Fine, clock.GetUtcNow(), cancellationToken)) return;
        await news.TellAsync(current.Shop, cancellationToken);
        metrics.CountBack();
        LogAccessBack(Id);
    }

    /// <inheritdoc/>
    public async Task<AccessCheck> CheckAsync(CancellationToken cancellationToken) =>
        await (_check ?? BeginCheckAsync()).WaitAsync(cancellationToken)
        ?? new AccessCheck { State = AccessState.Refused };

    /// <inheritdoc/>
    public Task KeepWarmAsync(CancellationToken cancellationToken) => Desk.KeepWarmAsync(cancellationToken);

    /// <inheritdoc/>
    public Task MigrateAsync(CancellationToken cancellationToken) =>
        migrator.MigrateAsync(Id, Desk.Holder, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> DestroyAsync(CancellationToken cancellationToken)
    {
        // What a refresh under way brings is dropped; it is waited for so that it asks nothing of Shopify any more.
        await Desk.SettledAsync();
        return await installations.DestroyGrantAsync(Id, cancellationToken);
    }

    // A page's requests arrive together, and checks interleave: one of them asks Shopify for all.
    private Task<AccessCheck?> BeginCheckAsync()
    {
        var check = RunCheckAsync();
        if (!check.IsCompleted) _check = check;
        return check;
    }

    private async Task<AccessCheck?> RunCheckAsync()
    {
        try
        {
            return await probe.CheckAsync(Id, this, CancellationToken.None);
        }
        finally
        {
            _check = null;
        }
    }

    // That its token still works does not give the pair a future.
    private async Task<bool> CannotRefreshAsync(CancellationToken cancellationToken) =>
        await grants.ReadAsync(Id, cancellationToken) is { } held
        && TokenRules.CanOnlyBeReplaced(held, clock.GetUtcNow());

    // Should the grant be swapped right after the comparison, the next call that succeeds takes the note back.
    private async Task<Grant?> ReadUsedAsync(AccessToken used, CancellationToken cancellationToken) =>
        await installations.ReadGrantAsync(Id, cancellationToken) is { } grant && grant.AccessToken.Equals(used)
            ? grant
            : null;

    private async Task<bool> TrySetAccessAsync(
        AccessState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await installations.SetAccessAsync(Id, state, now, cancellationToken);
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
