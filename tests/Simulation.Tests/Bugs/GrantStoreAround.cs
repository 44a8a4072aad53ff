using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>A store of grants of which single members can be got wrong.</summary>
internal abstract class GrantStoreAround(IGrantStore inner) : IGrantStore
{
    public virtual Task<HeldGrant?> ReadAsync(InstallationId installation, CancellationToken cancellationToken) =>
        inner.ReadAsync(installation, cancellationToken);

    public virtual Task<bool> TryBeginRefreshAsync(
        InstallationId installation, long version, Guid holder, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.TryBeginRefreshAsync(installation, version, holder, lease, cancellationToken);

    public virtual Task<bool> StoreRefreshedAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken) =>
        inner.StoreRefreshedAsync(installation, version, holder, grant, cancellationToken);

    public Task EndRefreshAsync(InstallationId installation, Guid holder, CancellationToken cancellationToken) =>
        inner.EndRefreshAsync(installation, holder, cancellationToken);

    public Task<RefreshRefusals?> NoteRefusedAsync(
        InstallationId installation, long version, Guid holder, TimeSpan apart, CancellationToken cancellationToken) =>
        inner.NoteRefusedAsync(installation, version, holder, apart, cancellationToken);

    public Task DeferRefreshAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken) =>
        inner.DeferRefreshAsync(installation, version, until, cancellationToken);

    public Task<bool> NoteNeedsGrantAsync(
        InstallationId installation, long version, DateTimeOffset since, CancellationToken cancellationToken) =>
        inner.NoteNeedsGrantAsync(installation, version, since, cancellationToken);

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        inner.FindDueAsync(limit, cancellationToken);

    public Task<IReadOnlyList<SecretUse>> CountBySecretAsync(CancellationToken cancellationToken) =>
        inner.CountBySecretAsync(cancellationToken);
}
