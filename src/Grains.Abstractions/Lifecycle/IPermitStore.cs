using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>
/// Keeps a running teardown from ending a newer installation's access. A teardown takes a permit before each call to
/// Shopify; an install records its intent before it exchanges a code, and waits until no permit is valid. Both are
/// rows, taken under the shop's lock and timed by the database's clock, so they survive restarts.
/// </summary>
public interface IPermitStore
{
    /// <summary>How long a permit lasts: longer than the budget of the one call it allows (10 s).</summary>
    static readonly TimeSpan PermitLifetime = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long an intent lasts unless it is removed. The grant that was obtained under it is stored only while it
    /// does.
    /// </summary>
    static readonly TimeSpan IntentLifetime = TimeSpan.FromSeconds(60);

    /// <summary>Takes a permit for one call in the name of an ended installation.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="installation">The installation that ended.</param>
    /// <param name="successor">The stay that a reset began in its place, which counts as the same; or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The permit, or null when an installation newer than both or an install's intent exists: the merchant
    /// came back.</returns>
    Task<Guid?> TryTakePermitAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken);

    /// <summary>
    /// Why a teardown was refused a permit: true when it was only an install's intent, or not even that any more, and
    /// nothing newer is there; after a reset, if the stay that it began is current. The intent may be of an install
    /// that comes to nothing, or of a mere re-authorization, and is over within <see cref="IntentLifetime"/>: a permit
    /// may be had then.
    /// </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="installation">The installation that ended.</param>
    /// <param name="successor">The stay that a reset began in its place; or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<bool> IsHeldByIntentAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken);

    /// <summary>
    /// Gives a permit back once the call's answer is known. A permit whose call has an unknown outcome is left to
    /// expire.
    /// </summary>
    Task ReleasePermitAsync(Guid permit, CancellationToken cancellationToken);

    /// <summary>
    /// Records that an install is about to obtain a grant; from now on no permit is given for the shop.
    /// </summary>
    /// <returns>The intent, and for how long a permit already given stays valid (zero when there is none).</returns>
    Task<(Guid Intent, TimeSpan PermitValidFor)> RecordIntentAsync(
        ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>For how long the longest valid permit of the shop stays valid; zero when there is none.</summary>
    Task<TimeSpan> GetPermitValidForAsync(ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>Removes an intent whose install came to nothing.</summary>
    Task RemoveIntentAsync(Guid intent, CancellationToken cancellationToken);
}
