using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tokens;

/// <inheritdoc/>
internal sealed class TokenMigrationStore(Database database, GrantWriter writer) : ITokenMigrationStore
{
    public async Task<TokenMigration> ReadAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.FindAsync<TokenMigrationRow>("token-migration/read"), cancellationToken))!
        .ToTokenMigration();

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(
        int canary, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<InstallationId>>(async session =>
        {
            var asked = await session.ListAsync<InstallationId>("token-migration/find-asked", new { limit });
            var left = limit - asked.Count;
            if (left <= 0) return asked;
            return [.. asked, .. await session.ListAsync<InstallationId>(
                "token-migration/find-new", new { canary, limit = left })];
        },
        cancellationToken);

    public Task<bool> TryBeginAsync(
        InstallationId installation, long version, int canary, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync("token-migration/count-begun", new { canary }) == 0) return false;
                var begun = await session.ExecuteAsync("token-migration/begin", new { installation, version });
                if (begun == 1) return true;
                await session.ExecuteAsync("token-migration/uncount-begun");
                return false;
            },
            cancellationToken);

    public async Task<bool> CompleteAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken)
    {
        var dataKey = await GrantStore.ReadDataKeyAsync(database, installation, cancellationToken);
        var isStored = dataKey is not null && await database.WriteAsync(
            async session =>
            {
                if (!await writer.StoreAsync(session, installation, version, holder, dataKey, grant)) return false;
                await session.ExecuteAsync("token-migration/count-migrated");
                return true;
            },
            cancellationToken);
        if (isStored) await GrantWriter.WakeJobsAsync(database, installation, cancellationToken);
        return isStored;
    }

    public Task ReleaseAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("token-migration/uncount-released", new { installation, version });
                await session.ExecuteAsync("token-migration/release", new { installation, version, until });
            },
            cancellationToken);

    public Task FailAsync(
        InstallationId installation, long version, MigrationMark mark, string code,
        CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync("token-migration/stop", new { code });
            await session.ExecuteAsync("token-migration/mark", new { installation, version, mark = (int)mark });
        },
        cancellationToken);

    public Task StopAsync(string code, CancellationToken cancellationToken) => database.StatementAsync(
        session => session.ExecuteAsync("token-migration/stop", new { code }), cancellationToken);

    public Task ContinueAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync("token-migration/continue");
            await session.ExecuteAsync("token-migration/ask-declined-again");
        },
        cancellationToken);
}
