using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Tokens;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to the installations; the twin of <c>installations.sql</c> and its fences.</summary>
internal sealed class InstallationPort(
    SimulatedProcess process, Effects effects, SimulatedDatabase db, FenceTables fences, JobTable jobs)
    : IInstallationStore
{
    public Task<Installation?> FindCurrentAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        effects.Do(process, "installations.find-current", () => db.CurrentOf(shop)?.Value);

    public Task<Installation?> FindAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(
            process, "installations.find", () => db.Installations.GetValueOrDefault(installation)?.Value);

    public Task<(bool Started, Installation Installation)> StartAsync(
        NewInstallation start, CancellationToken cancellationToken) =>
        effects.Do(process, "installations.start", () => Start(start));

    public async Task<Installation> SwapGrantAsync(GrantSwap swap, CancellationToken cancellationToken)
    {
        await effects.Do(process, "installations.read-data-key", () =>
        {
            if (!db.Installations.ContainsKey(swap.Installation))
                throw new InstallationEndedException(swap.Installation);
        });
        return await effects.Do(process, "installations.swap-grant", () => Swap(swap));
    }

    public Task<FenceResult> FenceAsync(Fence fence, CancellationToken cancellationToken) =>
        effects.Do(process, $"installations.fence {fence.Cause}", () =>
            fence.Kind == TeardownKind.Reset ? fences.Reset(fence) : fences.End(fence));

    public Task<Grant?> ReadGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(
            process, "installations.read-grant", () => db.Installations.GetValueOrDefault(installation)?.Grant);

    public Task<bool> DestroyGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "installations.destroy-grant", () =>
        {
            if (db.Installations.GetValueOrDefault(installation) is not { Grant: not null } row) return false;
            row.Grant = null;
            return true;
        });

    public Task SetAccessAsync(
        InstallationId installation, AccessState state, DateTimeOffset since, CancellationToken cancellationToken) =>
        effects.Do(process, "installations.set-access", () =>
        {
            db.Guard(installation);
            db.RequireCurrent(installation, "installations.access_state");
            var row = db.Installations[installation];
            row.Value = row.Value with
            {
                Access = state,
                AccessLostAt = state == AccessState.Fine ? null : row.Value.AccessLostAt ?? since,
            };
            if (state == AccessState.Fine) jobs.Wake(installation);
        });

    public Task<bool> UpdateScopesAsync(
        InstallationId installation, string scopes, DateTimeOffset at, CancellationToken cancellationToken) =>
        effects.Do(process, "installations.update-scopes", () =>
        {
            db.Guard(installation);
            db.RequireCurrent(installation, "installations.scopes");
            var row = db.Installations[installation];
            if (row.ScopesAt >= at) return false;
            row.Value = row.Value with { Scopes = scopes };
            row.ScopesAt = at;
            return true;
        });

    public Task<(int Unattested, int Current)> CountEndsAsync(
        DateTimeOffset since, CancellationToken cancellationToken) =>
        effects.Do(process, "installations.count-ends", () => (
            db.UnattestedEnds.Count(at => at >= since), db.Installations.Values.Count(row => row.IsCurrent)));

    private (bool, Installation) Start(NewInstallation start)
    {
        if (db.CurrentOf(start.Shop) is { } current) return (false, current.Value);
        if (start.Grant.Origin is { } origin
            && db.Installations.Values.Any(row => row.Value.Shop == start.Shop && row.Grant?.Origin == origin))
            throw new GrantSpentException();
        UseIntent(start.Intent);
        var row = new InstallationRow(db.StoredTokens)
        {
            Value = new Installation
            {
                Id = start.Id,
                Shop = start.Shop,
                ShopId = start.ShopId,
                Generation = 1 + db.GenerationsOf(start.Shop).DefaultIfEmpty(0).Max(),
                AppInstallationId = start.AppInstallationId,
                Scopes = start.Grant.Scopes,
                StartedAt = db.Now,
            },
            Grant = start.Grant,
            ScopesAt = start.Grant.AskedAt ?? db.Now,
            RefreshDueAt = start.Grant.RefreshDueAt,
        };
        db.Installations.Add(start.Id, row);
        foreach (var job in start.Jobs) jobs.Insert(start.Id, job);
        return (true, row.Value);
    }

    private Installation Swap(GrantSwap swap)
    {
        db.Guard(swap.Installation);
        db.RequireCurrent(swap.Installation, "installations.grant");
        var row = db.Installations[swap.Installation];
        if (swap.Grant.Origin is { } origin && row.Grant?.Origin == origin)
        {
            if (swap.Intent is { } intent) db.Intents.Remove(intent);
        }
        else
        {
            if (!GrantRows.IsAsked(row, swap)) UseIntent(swap.Intent);
            else if (swap.Intent is { } own) db.Intents.Remove(own);
            if (swap.Version is { } version && row.GrantVersion != version) throw new GrantMovedException();
            GrantRows.Swap(row, swap, db.Now);
            jobs.Wake(swap.Installation);
            fences.ConfirmAnew(swap.Installation);
        }

        return row.Value;
    }

    private void UseIntent(Guid? intent)
    {
        if (intent is not { } own) return;
        if (!db.Intents.TryGetValue(own, out var row) || row.ExpiresAt <= db.Now) throw new InstallExpiredException();
        db.Intents.Remove(own);
    }
}
