using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>Ports that change nothing durable: signals are lost (who polls finds the work), budgets are wide.</summary>
internal sealed class SilentPorts : IWorkSignals, IParticipantNotes, IAdminGate
{
    public void Notify(WorkKind kind)
    {
    }

    public Task WaitAsync(WorkKind kind, TimeSpan atMost, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task NoteSuccessAsync(string participant, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task NoteFailureAsync(string participant, string code, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<IReadOnlyList<ParticipantNote>> ListAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> ReserveAsync(
        ShopDomain shop, CallPriority priority, string operation, double points, CancellationToken cancellationToken) =>
        Task.FromResult(1L);

    public Task LeaveAsync(AdminAccess access, long reservation, double points, AdminCallRecord record) =>
        Task.CompletedTask;
}
