using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Shops;

/// <summary>
/// What a reset does to the shop's actor: everything of the stay that ended goes, and the next one is held.
/// </summary>
internal sealed partial class ShopGrain
{
    private async Task<EndReply> ResetNowAsync(ResetCommand command, CancellationToken cancellationToken)
    {
        // An activation that is idle for long may not know of the stay yet that somebody wants to reset.
        if (Stay is null) await _truth.ReadAsync(cancellationToken);
        var reply = await TryResetAsync(command, cancellationToken) ?? await TryResetAsync(command, cancellationToken);
        if (reply is null) throw new InstallationEndedException(Stay?.Id ?? default);
        if (reply is not { Outcome: FenceOutcome.Ended, Successor: { } successor }) return reply;

        await EndedAsync(reply, cancellationToken);
        _truth.Stay = new Stay(successor);
        LogReset(successor.Id, successor.Generation);

        // What this activation remembers is the ended stay's; the next one begins with nothing but the row.
        DeactivateOnIdle();
        await ShopReminder.ArmAsync(this, options.Value);
        await sessions.TryRecordOwnAsync(successor, cancellationToken);
        return reply;
    }

    /// <summary>Null when the stay that this activation held was over: now it holds the one that is current.</summary>
    private async Task<EndReply?> TryResetAsync(ResetCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await reset.ResetAsync(_truth.Shop, Stay?.Installation, command, cancellationToken);
        }
        catch (InstallationEndedException)
        {
            await _truth.DistrustAsync(cancellationToken);
            return null;
        }
    }
}
