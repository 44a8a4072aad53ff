using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// One installation's teardown, piece by piece: before each the row is read again, because it is the only truth, and
/// whoever works here may be a second activation.
/// </summary>
internal sealed class TeardownWork(
    ITeardownStore store, EndConfirmation confirmation, TeardownSaga saga, TimeProvider time)
{
    /// <summary>What is to be done, without doing it.</summary>
    public async Task<Advance> LookAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Read(await store.FindByInstallationAsync(installation, cancellationToken));

    /// <summary>Does one piece of what is due: a probe, or a run of a step.</summary>
    public async Task<Advance> AdvanceAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var record = await store.FindByInstallationAsync(installation, cancellationToken);
        var state = Read(record);
        if (state.State != AdvanceState.Again) return state;
        return record!.Status == TeardownStatus.Confirming
            ? await confirmation.AdvanceAsync(record, cancellationToken)
            : await saga.AdvanceAsync(record, cancellationToken);
    }

    private Advance Read(TeardownRecord? record) => record switch
    {
        null or { Status: TeardownStatus.Certified } => Advance.Gone,
        { Status: TeardownStatus.Stalled } => Advance.Stalled,
        { NextAttemptAt: { } at } when at > time.GetUtcNow() => Advance.Waits(at),
        _ => Advance.Again,
    };
}
