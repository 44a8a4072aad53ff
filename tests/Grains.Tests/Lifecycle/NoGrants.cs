using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Grains.Tests.Lifecycle;

/// <summary>Holds no grant of any installation.</summary>
internal sealed class NoGrants : IGrantStore
{
    public Task<HeldGrant?> ReadAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult<HeldGrant?>(null);

    public Task<bool> TryBeginRefreshAsync(
        InstallationId installation, long version, Guid holder, TimeSpan lease, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> StoreRefreshedAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task EndRefreshAsync(InstallationId installation, Guid holder, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<RefreshRefusals?> NoteRefusedAsync(
        InstallationId installation, long version, Guid holder, TimeSpan apart, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DeferRefreshAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> NoteLostAsync(
        InstallationId installation, long version, AccessState state, DateTimeOffset since,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SecretUse>> CountBySecretAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
