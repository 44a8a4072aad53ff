using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>
/// Held grants and their refresh. A refresh is a durable intent, a call to Shopify, and one transaction that stores the
/// new pair: Shopify accepts the old refresh token until the new pair is used, and nobody gets the new access token
/// before it is stored, so that no crash in between loses access
/// (https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens).
/// <para>
/// What refreshes write is not guarded: the grant outlives the fence, for the teardown alone. Every write holds only
/// while the grant is held and is the version that was read, so that it can revive nothing: a grant that was destroyed,
/// moved by a reset or replaced by a new one meanwhile makes the answer of a refresh in flight worthless, and harmless.
/// </para>
/// </summary>
public interface IGrantStore
{
    /// <summary>Reads a grant while it is held, of an ended installation too. Null once destroyed.</summary>
    Task<HeldGrant?> ReadAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down that Shopify is about to be asked for the next pair, and has the pair refreshed within a week though
    /// nobody asks for a token: Shopify does not give a pair whose answer was lost for ever.
    /// </summary>
    /// <param name="installation">The installation.</param>
    /// <param name="version">The grant's version as it was read.</param>
    /// <param name="holder">Who asks; whoever holds the intent may renew it at once.</param>
    /// <param name="lease">For how long nobody else asks, by the database's clock; longer than the call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when somebody else's intent is alive, or the grant is another or none: read again.</returns>
    Task<bool> TryBeginRefreshAsync(
        InstallationId installation, long version, Guid holder, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Stores what Shopify answered, in one transaction: the intent goes, earlier refusals and the loss of access that
    /// a refresh cures are forgotten, and the 401s that a claimed end has collected with the old token are void.
    /// </summary>
    /// <returns>False when the grant is another or none, or the intent somebody else's: nothing was written.</returns>
    Task<bool> StoreRefreshedAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken);

    /// <summary>Takes an intent back whose call is known to have come to nothing.</summary>
    Task EndRefreshAsync(InstallationId installation, Guid holder, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that Shopify refused to refresh a version, and takes the intent back. A refusal within
    /// <paramref name="apart"/> of the one counted before counts with it.
    /// </summary>
    /// <returns>The refusals so far; null when the grant is another or none: then it says nothing.</returns>
    Task<RefreshRefusals?> NoteRefusedAsync(
        InstallationId installation, long version, Guid holder, TimeSpan apart, CancellationToken cancellationToken);

    /// <summary>Puts the refresh of a quiet shop off; with null it is given up until there is another grant.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="version">The grant's version as it was read; another is left alone.</param>
    /// <param name="until">Until when.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task DeferRefreshAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken);

    /// <summary>Notes that a current installation has lost its access, as its refresh showed; guarded.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="version">The grant's version as it was read.</param>
    /// <param name="state">What it is now; not <see cref="AccessState.Fine"/>.</param>
    /// <param name="since">Since when, where access was not lost before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when the grant is another or none: nothing was written.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<bool> NoteLostAsync(
        InstallationId installation, long version, AccessState state, DateTimeOffset since,
        CancellationToken cancellationToken);

    /// <summary>
    /// Current installations whose pair is due to be refreshed though nobody asks for a token, longest due first.
    /// </summary>
    Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken);

    /// <summary>How many held grants each client secret has minted.</summary>
    Task<IReadOnlyList<SecretUse>> CountBySecretAsync(CancellationToken cancellationToken);
}
