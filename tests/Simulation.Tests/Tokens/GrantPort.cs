using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>The twin of <c>GrantStore</c>: each transaction of it is one effect.</summary>
internal sealed class GrantPort(
    SimulatedProcess process, Effects effects, SimulatedDatabase database, JobTable jobs) : IGrantStore
{
    private static readonly TimeSpan Doubt = TimeSpan.FromDays(7);

    public Task<HeldGrant?> ReadAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "grants.read", () => GrantRows.Read(database, installation));

    public Task<bool> TryBeginRefreshAsync(
        InstallationId installation, long version, Guid holder, TimeSpan lease, CancellationToken cancellationToken) =>
        effects.Do(process, "grants.begin-refresh", () =>
        {
            if (Held(installation, version) is not { } row) return false;
            if (row.RefreshUntil > database.Now && row.RefreshHolder != holder) return false;
            (row.RefreshUntil, row.RefreshHolder) = (database.Now + lease, holder);
            if (row.RefreshDueAt > database.Now + Doubt) row.RefreshDueAt = database.Now + Doubt;
            return true;
        });

    public async Task<bool> StoreRefreshedAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken)
    {
        var held = await effects.Do(
            process, "grants.read-data-key",
            () => database.Installations.GetValueOrDefault(installation) is { Grant: not null });
        if (!held || !await effects.Do(process, "grants.store", () => Store(installation, version, holder, grant)))
            return false;
        await WakeJobsAsync(process, effects, database, jobs, installation);
        return true;
    }

    /// <summary>What waited for a token is due at once; an installation that has ended has no jobs to wake.</summary>
    public static async Task WakeJobsAsync(
        SimulatedProcess process, Effects effects, SimulatedDatabase database, JobTable jobs,
        InstallationId installation)
    {
        try
        {
            await effects.Do(process, "installations.wake-jobs", () =>
            {
                database.Guard(installation);
                jobs.Wake(installation);
            });
        }
        catch (InstallationEndedException ended)
        {
            _ = ended;
        }
    }

    public Task EndRefreshAsync(InstallationId installation, Guid holder, CancellationToken cancellationToken) =>
        effects.Do(process, "grants.end-refresh", () =>
        {
            if (database.Installations.GetValueOrDefault(installation) is not { } row) return false;
            if (row.RefreshHolder != holder) return false;
            (row.RefreshUntil, row.RefreshHolder) = (null, null);
            return true;
        });

    public Task<RefreshRefusals?> NoteRefusedAsync(
        InstallationId installation, long version, Guid holder, TimeSpan apart, CancellationToken cancellationToken) =>
        effects.Do(process, "grants.note-refused", () =>
            Held(installation, version) is { } row && IsOpenTo(row, holder) ? NoteRefused(row, apart) : null);

    public Task DeferRefreshAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken) =>
        effects.Do(process, "grants.defer-refresh", () =>
        {
            if (Held(installation, version) is not { } row) return false;
            row.RefreshDueAt = until;
            return true;
        });

    public Task<bool> NoteLostAsync(
        InstallationId installation, long version, AccessState state, DateTimeOffset since,
        CancellationToken cancellationToken) =>
        effects.Do(process, "grants.note-lost", () =>
        {
            database.Guard(installation);
            if (Held(installation, version) is not { } row) return false;
            row.Value = row.Value with
            {
                Access = state, AccessLostAt = row.Value.AccessLostAt ?? since,
            };
            return true;
        });

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<InstallationId>>(process, "grants.find-due", () =>
        [
            .. database.Installations.Values
                .Where(row => row is { IsCurrent: true, Grant.ExpiresAt: not null }
                    && row.RefreshDueAt <= database.Now)
                .OrderBy(row => row.RefreshDueAt)
                .Take(limit)
                .Select(row => row.Value.Id),
        ]);

    public Task<IReadOnlyList<SecretUse>> CountBySecretAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody asks for it in a schedule.");

    private InstallationRow? Held(InstallationId installation, long version) =>
        database.Installations.GetValueOrDefault(installation) is { Grant: not null } row
            && row.GrantVersion == version ? row : null;

    private static bool IsOpenTo(InstallationRow row, Guid holder) => (row.RefreshHolder ?? holder) == holder;

    private bool Store(InstallationId installation, long version, Guid holder, Grant grant)
    {
        if (Held(installation, version) is not { } row || !IsOpenTo(row, holder)) return false;
        GrantRows.Store(row, grant);
        return true;
    }

    private RefreshRefusals NoteRefused(InstallationRow row, TimeSpan apart)
    {
        (row.RefreshUntil, row.RefreshHolder) = (null, null);
        row.RefusedFirstAt ??= database.Now;
        if ((row.RefusedLastAt ?? DateTimeOffset.UnixEpoch) <= database.Now - apart)
        {
            row.RefreshRefusals++;
            row.RefusedLastAt = database.Now;
        }

        return GrantRows.RefusalsOf(row);
    }
}
