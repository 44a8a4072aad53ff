using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>The truth about installations, their grants and their ends.</summary>
public interface IInstallationStore
{
    /// <summary>The shop's installation that has not ended.</summary>
    Task<Installation?> FindCurrentAsync(ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>An installation, ended or not, until its data are purged.</summary>
    Task<Installation?> FindAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>
    /// Begins a stay in one transaction under the shop's lock: the next generation, a data key of its own, the grant
    /// encrypted under it, the jobs it starts with. The install's own intent goes, and no other's: they protect grants
    /// that are on their way still.
    /// </summary>
    /// <returns>The installation begun, or the current one with <c>Started</c> false: then nothing was
    /// written.</returns>
    /// <exception cref="GrantSpentException">
    /// An ended stay of the shop holds the grant or a pair that descends from it; nothing was written.
    /// </exception>
    /// <exception cref="InstallExpiredException">The install's intent is over; nothing was written.</exception>
    Task<(bool Started, Installation Installation)> StartAsync(
        NewInstallation start, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the current installation's grant (and Shopify's id of it) in one transaction: the install's own intent
    /// goes, the access counts as regained, and what was proved with the old grant is void: a claimed end loses its
    /// probes and is confirmed anew. Guarded. A grant that it has already, or whose descendant it has, is taken as
    /// swapped: only the intent goes. A token that Shopify is being asked to replace keeps its version when it is
    /// brought once more: what it is replaced with is stored over that.
    /// </summary>
    /// <exception cref="InstallationEndedException">It ended meanwhile.</exception>
    /// <exception cref="GrantMovedException">Its grant is of another version; nothing was written.</exception>
    /// <exception cref="InstallExpiredException">The install's intent is over; nothing was written.</exception>
    Task<Installation> SwapGrantAsync(GrantSwap swap, CancellationToken cancellationToken);

    /// <summary>
    /// The fence, one transaction: takes the installation's lock exclusively, sets <c>ended_at</c>, and inserts the
    /// teardown's row or turns it from confirming to running. After it every guarded write for the installation is
    /// refused. A fence with a limit counts the ends within its window under a lock that all such fences share, so that
    /// the limit holds however many come at once.
    /// <para>
    /// A reset's fence begins the successor in the same transaction, under the shop's lock: the next generation, a data
    /// key of its own, the grant encrypted anew under it (the ended row's is destroyed), the webhook subscriptions, and
    /// the deliveries that are neither handled nor dead. It begins none while the installation was itself begun by a
    /// reset that is not certified, or by the same order: that one's teardown is answered as
    /// <see cref="FenceOutcome.AlreadyEnded"/>. A claimed end is never swallowed: then the answer is
    /// <see cref="FenceOutcome.EndPending"/>. Nor is a pair lost that Shopify is being asked for:
    /// <see cref="FenceOutcome.GrantBusy"/>.
    /// </para>
    /// </summary>
    /// <returns><see cref="FenceOutcome.AlreadyEnded"/> with the teardown's id when it had ended before.</returns>
    /// <exception cref="InstallationEndedException">
    /// A reset was asked of an installation that is not the current one any more; nothing was written.
    /// </exception>
    Task<FenceResult> FenceAsync(Fence fence, CancellationToken cancellationToken);

    /// <summary>Reads the grant while it is held, of an ended installation too. Null once destroyed.</summary>
    Task<Grant?> ReadGrantAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Destroys the stored grant. Twice is safe.</summary>
    /// <returns>True when there was one to destroy.</returns>
    Task<bool> DestroyGrantAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>
    /// Notes what Shopify makes of the grant. Guarded; never ends anything. An installation that was dormant before
    /// stays so since the same instant, whatever the new reason; <see cref="AccessState.Fine"/> forgets it.
    /// </summary>
    Task SetAccessAsync(
        InstallationId installation, AccessState state, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Notes the access scopes granted, as Shopify told them at an instant; what was known later stays. Guarded.
    /// </summary>
    /// <param name="installation">The installation.</param>
    /// <param name="scopes">The scopes, comma separated.</param>
    /// <param name="at">When they came to be, by Shopify's clock; a grant counts as of when it was stored.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when something as new was known.</returns>
    Task<bool> UpdateScopesAsync(
        InstallationId installation, string scopes, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// How many installations ended since <paramref name="since"/> by a cause that needs no authentic delivery or
    /// operator, and how many installations are current: what the limit on such ends is measured by.
    /// </summary>
    Task<(int Unattested, int Current)> CountEndsAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
