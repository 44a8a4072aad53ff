using Orleans.Concurrency;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>Begins and ends a shop's installations. Key: the shop domain.</summary>
[Alias(Aliases.IShopLifecycle)]
public interface IShopLifecycle : IGrainWithStringKey
{
    /// <summary>The installation that has not ended, or null.</summary>
    [Alias("GetCurrent"), SafeToRepeat]
    Task<Installation?> GetCurrentAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes a new grant: a first install, a re-authorization, or the end of a stay unseen and a new one.
    /// </summary>
    [Alias("AcceptGrant")]
    Task<AcceptGrantReply> AcceptGrantAsync(NewGrant command, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an installation: the fence, then state, reminders and activation of this grain go. Asked by the teardown
    /// once the end is confirmed, or by the edge for an operator. Repeating it changes nothing. For a cause that rests
    /// on a delivery the teardown's row is read once more, and the fence runs only if what is saved there proves the
    /// end: a new grant that came in between takes the proof away. Then the answer is
    /// <see cref="FenceOutcome.Unknown"/>.
    /// </summary>
    [Alias("End"), SafeToRepeat]
    Task<EndReply> EndAsync(EndCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Resets the current installation: the fence that also begins its successor, then state and memory of this grain
    /// go. While a reset is not certified, repeating the order answers its teardown and changes nothing.
    /// </summary>
    /// <returns>
    /// <see cref="FenceOutcome.Ended"/> with both stays; <see cref="FenceOutcome.AlreadyEnded"/> with the teardown of
    /// the order that was carried out before; <see cref="FenceOutcome.EndPending"/> while an end of the installation is
    /// claimed and not decided; <see cref="FenceOutcome.Unknown"/> when the app is not installed.
    /// </returns>
    [Alias("Reset"), SafeToRepeat]
    Task<EndReply> ResetAsync(ResetCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Tells that the current installation's row has changed in what this grain answers from it, its scopes or the
    /// worth of its grant: it is read again. Nobody waits for that; a word that is lost is made up for by the next
    /// one, or by the next activation.
    /// </summary>
    [Alias("ReadAgain"), OneWay]
    Task ReadAgainAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Drops what this grain holds for the ended installation, in memory and in storage; a newer installation's state
    /// stays. The first step of a teardown, in case the process died right after the fence. Twice is safe.
    /// </summary>
    /// <returns>How many things were dropped (state row, reminders).</returns>
    [Alias("Forget")]
    Task<int> ForgetAsync(InstallationId installation, CancellationToken cancellationToken);
}
