using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>The twin of <c>TokenMigrationStore</c>, and of <c>token-migration.sql</c>.</summary>
internal sealed class MigrationPort(
    SimulatedProcess process, Effects effects, SimulatedDatabase database, JobTable jobs) : ITokenMigrationStore
{
    public Task<TokenMigration> ReadAsync(CancellationToken cancellationToken) =>
        effects.Do(process, "migration.read", () => database.Migration);

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(
        int canary, int limit, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<InstallationId>>(process, "migration.find-due", () =>
        [
            .. Held(MigrationMark.Asked).Where(row => !(row.RefreshDueAt > database.Now))
                .Concat(Held(MigrationMark.None)
                    .Where(row => row.Value.Access is AccessState.Fine or AccessState.NeedsGrant
                        && !(row.RefreshDueAt > database.Now) && database.Migration.MayBegin(canary))
                    .OrderBy(row => row.RefreshDueAt ?? DateTimeOffset.MinValue))
                .Take(limit)
                .Select(row => row.Value.Id),
        ]);

    public Task<bool> TryBeginAsync(
        InstallationId installation, long version, int canary, CancellationToken cancellationToken) =>
        effects.Do(process, "migration.begin", () =>
        {
            if (!database.Migration.MayBegin(canary)) return false;
            if (Find(installation, version) is not { IsCurrent: true, Grant.ExpiresAt: null } row
                || row.Migration != MigrationMark.None)
                return false;
            (row.Migration, row.RefreshDueAt) = (MigrationMark.Asked, null);
            database.Migration = database.Migration with { Begun = database.Migration.Begun + 1 };
            return true;
        });

    public async Task<bool> CompleteAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken)
    {
        var isStored = await effects.Do(process, "migration.complete", () =>
        {
            if (Find(installation, version) is not { } row || (row.RefreshHolder ?? holder) != holder) return false;
            GrantRows.Store(row, grant);
            database.Migration = database.Migration with { Migrated = database.Migration.Migrated + 1 };
            return true;
        });
        if (isStored) await GrantPort.WakeJobsAsync(process, effects, database, jobs, installation);
        return isStored;
    }

    public Task ReleaseAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken) =>
        effects.Do(process, "migration.release", () =>
        {
            if (database.Migration.Begun > 0 && Find(installation, version)?.Migration == MigrationMark.Asked)
                database.Migration = database.Migration with { Begun = database.Migration.Begun - 1 };
            Mark(installation, version, MigrationMark.None, until);
        });

    public Task FailAsync(
        InstallationId installation, long version, MigrationMark mark, string code,
        CancellationToken cancellationToken) =>
        effects.Do(process, $"migration.fail {code}", () =>
        {
            Stop(code);
            Mark(installation, version, mark, database.Now);
        });

    public Task StopAsync(string code, CancellationToken cancellationToken) =>
        effects.Do(process, $"migration.stop {code}", () => Stop(code));

    public Task ContinueAsync(CancellationToken cancellationToken) =>
        effects.Do(process, "migration.continue", () =>
        {
            database.Migration = database.Migration with
            {
                State = TokenMigrationState.Running, ChangedAt = database.Now,
            };
            foreach (var row in Held(MigrationMark.Declined).ToList()) row.Migration = MigrationMark.None;
        });

    private InstallationRow? Find(InstallationId installation, long version) =>
        database.Installations.GetValueOrDefault(installation) is { Grant: not null } row
            && row.GrantVersion == version ? row : null;

    private IEnumerable<InstallationRow> Held(MigrationMark mark) => database.Installations.Values.Where(
        row => row is { IsCurrent: true, Grant.ExpiresAt: null } && row.Migration == mark);

    private void Mark(InstallationId installation, long version, MigrationMark mark, DateTimeOffset? due)
    {
        if (Find(installation, version) is not { } row) return;
        (row.Migration, row.RefreshDueAt) = (mark, due);
        (row.RefreshUntil, row.RefreshHolder) = (null, null);
    }

    private void Stop(string code) => database.Migration = database.Migration with
    {
        State = TokenMigrationState.Stopped,
        Failed = database.Migration.Failed + 1,
        FailureCode = code,
        ChangedAt = database.Now,
    };
}
