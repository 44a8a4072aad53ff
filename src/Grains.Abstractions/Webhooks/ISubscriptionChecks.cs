using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// When stays' subscriptions are due to be compared with Shopify: one row for each stay, written with it. Whatever asks
/// for a comparison marks that row, so that a hundred reasons cause one.
/// </summary>
public interface ISubscriptionChecks
{
    /// <summary>
    /// Announces the wanted set of this release. The one announced last is the one that due stays are compared with.
    /// Current stays without a row, begun by a process of a release that knew none, get theirs and are due.
    /// </summary>
    Task AnnounceAsync(string wantedHash, CancellationToken cancellationToken);

    /// <summary>
    /// Marks stays whose subscriptions were last compared with another set than the one given, at most 1,000 at a time,
    /// each at a moment of its own within <paramref name="spread"/>.
    /// </summary>
    /// <returns>How many were marked; zero when none is left.</returns>
    Task<int> MarkOutdatedAsync(string wantedHash, TimeSpan spread, CancellationToken cancellationToken);

    /// <summary>Marks a stay as due within <paramref name="delay"/>; sooner stays sooner.</summary>
    Task MarkAsync(
        InstallationId installation, CheckCause cause, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>As the other, for the shop's current stay; without one it does nothing.</summary>
    Task MarkAsync(ShopDomain shop, CheckCause cause, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Current stays that are due, the longest-waiting first; none while the set given is not the latest, or while
    /// <paramref name="openLimit"/> jobs of the kind that due stays were given run or are to run within 5 minutes.
    /// Those of dormant shops do not count: they wait for as long as their shops do.
    /// </summary>
    Task<IReadOnlyList<InstallationId>> FindDueAsync(
        string wantedHash, string kind, int openLimit, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Enqueues the job for a due stay and puts the next comparison off by <paramref name="again"/>, in one
    /// transaction. A stay whose grant Shopify refuses is due again once it accepts it. Guarded.
    /// </summary>
    /// <returns>False when nothing is enqueued: it is not due any more, or its grant is refused.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<bool> TakeAsync(
        InstallationId installation, NewJob job, TimeSpan again, CancellationToken cancellationToken);

    /// <summary>The stay's row; null when there is none.</summary>
    Task<SubscriptionCheck?> FindAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that a comparison came to its end. The next one is after <paramref name="next"/>, unless one was asked for
    /// since <paramref name="begun"/> was read. Guarded.
    /// </summary>
    /// <param name="installation">The stay.</param>
    /// <param name="begun">The row as it was when the comparison began.</param>
    /// <param name="wantedHash">What it was compared with; null to leave it to the latest release.</param>
    /// <param name="next">How long until the next one.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task CompleteAsync(
        InstallationId installation,
        SubscriptionCheck begun,
        string? wantedHash,
        TimeSpan next,
        CancellationToken cancellationToken);

    /// <summary>Notes that a comparison came to no end, until one does. Guarded.</summary>
    /// <param name="installation">The stay.</param>
    /// <param name="code">Why: a stable code.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task FailAsync(InstallationId installation, string code, CancellationToken cancellationToken);
}
