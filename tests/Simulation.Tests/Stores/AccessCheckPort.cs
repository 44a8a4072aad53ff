using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to when installations were last asked; who asks when is the world's to say.</summary>
internal sealed class AccessCheckPort(SimulatedProcess process, Effects effects, SimulatedDatabase db) : IAccessChecks
{
    public Task NoteAsync(InstallationId installation, DateTimeOffset at, CancellationToken cancellationToken) =>
        effects.Do(process, "access-checks.note", () =>
        {
            if (db.Installations.GetValueOrDefault(installation) is not { IsCurrent: true } row) return;
            row.Value = row.Value with { AccessCheckedAt = at };
        });

    public Task<IReadOnlyList<Installation>> FindUnplannedAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task ScheduleAsync(Installation installation, TimeSpan delay, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task MakeDueAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<InstallationId>> ClaimAsync(
        AccessCheckClaim claim, CancellationToken cancellationToken) => throw new NotSupportedException();
}
