using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>
/// The replacement of tokens without expiry by expiring pairs. Shopify revokes the old token when it answers, and
/// whether a lost answer can be had again is not known: so each is a durable intent first, few are begun until an
/// operator continues, and the first failure stops them all.
/// </summary>
public interface ITokenMigrationStore
{
    /// <summary>How it stands.</summary>
    Task<TokenMigration> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Current installations to migrate, at most <paramref name="limit"/>: those asked without a known answer first,
    /// then, while <paramref name="canary"/> or an operator allows, those not begun: shops that sleep are left out, and
    /// those that were begun before and came to nothing come after all that never were.
    /// </summary>
    Task<IReadOnlyList<InstallationId>> FindDueAsync(int canary, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down that Shopify is about to be asked to replace a token, and counts it, in one transaction.
    /// </summary>
    /// <returns>False when none may be begun now, or the grant is another or none.</returns>
    Task<bool> TryBeginAsync(
        InstallationId installation, long version, int canary, CancellationToken cancellationToken);

    /// <summary>Stores the pair that replaces the token, and counts it, in one transaction.</summary>
    /// <returns>False when the grant is another or none, or the intent somebody else's: nothing was written.</returns>
    Task<bool> CompleteAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the token is as it was although Shopify was about to be asked: it never was, or has not done it. It
    /// may be begun again and is not counted as begun; nothing stops.
    /// </summary>
    /// <param name="installation">The installation.</param>
    /// <param name="version">The grant's version as it was read; another is left alone.</param>
    /// <param name="until">Until when it is not begun again; null for at once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task ReleaseAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken);

    /// <summary>Notes a failure and stops the migration of all shops, in one transaction.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="version">The grant's version as it was read; another is left alone.</param>
    /// <param name="mark">What is known of it now: <see cref="MigrationMark.Asked"/> when nothing is.</param>
    /// <param name="code">Why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task FailAsync(
        InstallationId installation, long version, MigrationMark mark, string code,
        CancellationToken cancellationToken);

    /// <summary>Notes a failure that is no grant's any more, and stops the migration of all shops.</summary>
    Task StopAsync(string code, CancellationToken cancellationToken);

    /// <summary>
    /// An operator's order: the canary is over, a stop is lifted, and what was declined is asked again, after all that
    /// never was.
    /// </summary>
    Task ContinueAsync(CancellationToken cancellationToken);
}
