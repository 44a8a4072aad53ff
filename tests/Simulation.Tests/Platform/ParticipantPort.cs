using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>A process's way to a participant.</summary>
internal sealed class ParticipantPort(
    SimulatedProcess process, SimulationKernel kernel, SimulatedDatabase db, SimulatedParticipant store)
    : IErasureParticipant
{
    public string Name => store.Name;

    public bool InsideShop => store.InsideShop;

    public KeyedBy KeyedBy => store.KeyedBy;

    public Task<IReadOnlyList<StoreCount>> PlanAsync(
        ParticipantContext context, CancellationToken cancellationToken) =>
        CallAsync("plan", () => SimulatedParticipant.Items(store.Count(context, db)));

    public Task<IReadOnlyList<StoreCount>> EraseAsync(
        ParticipantContext context, CancellationToken cancellationToken) =>
        CallAsync("erase", () => SimulatedParticipant.Items(store.Erase(context, db)));

    public Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken) =>
        CallAsync("count", () => store.Count(context, db));

    private Task<T> CallAsync<T>(string operation, Func<T> work) => kernel.Effects.DoOrThrow(
        process,
        $"{store.Name}.{operation}",
        () => kernel.Time.Now < store.DownUntil
            ? Task.FromException<T>(new InvalidOperationException("It is down."))
            : Task.FromResult(work()),
        fault => new TimeoutException(fault.ToString())).Unwrap();
}
