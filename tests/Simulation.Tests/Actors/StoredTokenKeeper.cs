using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>The keeper of a grant that never expires: it hands out what is stored.</summary>
internal sealed class StoredTokenKeeper(IInstallationStore installations, InstallationId id) : IGrantKeeper
{
    public async Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken) =>
        await installations.ReadGrantAsync(id, cancellationToken) is { } grant
            ? new TokenReply { Token = grant.AccessToken, ExpiresAt = grant.ExpiresAt }
            : new TokenReply { Code = TokenCodes.GrantDestroyed };

    public Task ReportFailedAsync(
        AccessToken used, AdminFailureKind kind, string? errorCode, CancellationToken cancellationToken) =>
        kind == AdminFailureKind.Unauthorized
            ? TrySetAsync(AccessState.Refused, cancellationToken)
            : Task.CompletedTask;

    public Task ReportAcceptedAsync(AccessToken accepted, CancellationToken cancellationToken) =>
        TrySetAsync(AccessState.Fine, cancellationToken);

    public Task<bool> DestroyAsync(CancellationToken cancellationToken) =>
        installations.DestroyGrantAsync(id, cancellationToken);

    public Task<AccessCheck> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task KeepWarmAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task MigrateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task TrySetAsync(AccessState state, CancellationToken cancellationToken)
    {
        try
        {
            await installations.SetAccessAsync(id, state, DateTimeOffset.UnixEpoch, cancellationToken);
        }
        catch (InstallationEndedException)
        {
            // What its token is worth is no news any more.
            _ = state;
        }
    }
}
