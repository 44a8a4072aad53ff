using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Installations;

namespace Shopkeeper.Storage.Tokens;

/// <inheritdoc/>
internal sealed class GrantStore(Database database, GrantCipher grants, GrantWriter writer) : IGrantStore
{
    // How long the answer to a refresh may stay unknown: far less than Shopify goes on giving it.
    private static readonly TimeSpan Doubt = TimeSpan.FromDays(7);

    public async Task<HeldGrant?> ReadAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            session => session.FindAsync<HeldGrantRow>("grants/read", new { installation }), cancellationToken);
        return row?.ToHeldGrant(grants.Decrypt(row.DataKey, installation, row.GrantCiphertext));
    }

    public async Task<bool> TryBeginRefreshAsync(
        InstallationId installation, long version, Guid holder, TimeSpan lease, CancellationToken cancellationToken)
    {
        var intent = new
        {
            installation,
            version,
            holder,
            lease = (long)lease.TotalMilliseconds,
            doubt = (long)Doubt.TotalMilliseconds,
        };
        return await database.StatementAsync(
            session => session.ExecuteAsync("grants/begin-refresh", intent), cancellationToken) == 1;
    }

    public async Task<bool> StoreRefreshedAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken)
    {
        var dataKey = await ReadDataKeyAsync(database, installation, cancellationToken);
        if (dataKey is null || !await database.WriteAsync(
            session => writer.StoreAsync(session, installation, version, holder, dataKey, grant), cancellationToken))
            return false;
        await GrantWriter.WakeJobsAsync(database, installation, cancellationToken);
        return true;
    }

    public Task EndRefreshAsync(InstallationId installation, Guid holder, CancellationToken cancellationToken) =>
        database.StatementAsync(
            session => session.ExecuteAsync("grants/end-refresh", new { installation, holder }), cancellationToken);

    public async Task<RefreshRefusals?> NoteRefusedAsync(
        InstallationId installation, long version, Guid holder, TimeSpan apart, CancellationToken cancellationToken)
    {
        var refusal = new { installation, version, holder, apart = (long)apart.TotalMilliseconds };
        var row = await database.StatementAsync(
            session => session.FindAsync<HeldGrantRow>("grants/note-refused", refusal), cancellationToken);
        return row?.Refusals;
    }

    public Task DeferRefreshAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken) =>
        database.StatementAsync(
            session => session.ExecuteAsync("grants/defer-refresh", new { installation, version, until }),
            cancellationToken);

    public async Task<bool> NoteLostAsync(
        InstallationId installation, long version, AccessState state, DateTimeOffset since,
        CancellationToken cancellationToken) =>
        await database.GuardedAsync(
            installation,
            session => session.ExecuteAsync(
                "grants/note-lost", new { installation, version, state = (int)state, since }),
            cancellationToken) == 1;

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<InstallationId>("grants/find-due", new { limit }), cancellationToken);

    public async Task<IReadOnlyList<SecretUse>> CountBySecretAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.ListAsync<SecretUse>("grants/count-by-secret"), cancellationToken);

    internal static Task<byte[]?> ReadDataKeyAsync(
        Database database, InstallationId installation, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<byte[]>("grants/read-data-key", new { installation }), cancellationToken);
}
