using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Installations;

/// <inheritdoc/>
internal sealed class AccessChecks(Database database) : IAccessChecks
{
    public Task NoteAsync(InstallationId installation, DateTimeOffset at, CancellationToken cancellationToken) =>
        RunAsync("access-checks/note", new { installation, at }, cancellationToken);

    public async Task<IReadOnlyList<Installation>> FindUnplannedAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.ListAsync<InstallationRow>("access-checks/find-unplanned", new { limit }),
            cancellationToken);
        return [.. rows.Select(row => row.ToInstallation())];
    }

    public Task ScheduleAsync(Installation seen, TimeSpan delay, CancellationToken cancellationToken) =>
        RunAsync(
            "access-checks/schedule",
            new { installation = seen.Id, access = (int)seen.Access, delayMs = (long)delay.TotalMilliseconds },
            cancellationToken);

    public Task MakeDueAsync(InstallationId installation, CancellationToken cancellationToken) =>
        RunAsync("access-checks/make-due", new { installation }, cancellationToken);

    public async Task<IReadOnlyList<InstallationId>> ClaimAsync(
        AccessCheckClaim claim, CancellationToken cancellationToken)
    {
        // Mostly nothing is due; that is found out without a lock.
        var due = await database.ReadAsync(
            session => session.FindAsync<bool>("access-checks/is-due"), cancellationToken);
        if (!due) return [];
        return await database.WriteAsync<IReadOnlyList<InstallationId>>(
            async session =>
            {
                await session.LockAccessChecksAsync();
                var taken = await session.FindAsync<int>("access-checks/count-claimed");
                var limit = Math.Min(claim.Limit, claim.PerMinute - taken);
                return limit <= 0
                    ? []
                    : await session.ListAsync<InstallationId>(
                        "access-checks/claim", new { limit, leaseMs = (long)claim.Lease.TotalMilliseconds });
            },
            cancellationToken);
    }

    private Task<int> RunAsync(string statement, object args, CancellationToken cancellationToken) =>
        database.StatementAsync(session => session.ExecuteAsync(statement, args), cancellationToken);
}
