using Orleans.Concurrency;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>Keeps one installation's tokens and hands them out. Key: the installation id.</summary>
[Alias(Aliases.IGrant)]
public interface IGrantKeeper : IGrainWithGuidKey
{
    /// <summary>
    /// A token for a call to Shopify now, refreshed shortly before its expiry; an expired one is never handed out.
    /// While a refresh is under way, whoever asks waits for it. Of an ended installation only a teardown gets one,
    /// until the grant is destroyed.
    /// </summary>
    [Alias("GetToken"), SafeToRepeat]
    Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken);

    /// <summary>
    /// Tells how a call with a token failed. A failure that speaks of access (<see cref="AccessState"/>) makes a shop
    /// dormant; nothing ends. A token that was replaced meanwhile, a 401 to one that had expired by our clock, and
    /// every other failure say nothing.
    /// </summary>
    [Alias("ReportFailed")]
    Task ReportFailedAsync(
        AccessToken used, AdminFailureKind kind, string? errorCode, CancellationToken cancellationToken);

    /// <summary>
    /// Tells that Shopify took a token: a dormant shop is so no more, if the token is the current one. One whose pair
    /// is known not to be refreshed any more stays so: its token works until it expires.
    /// </summary>
    [Alias("ReportAccepted")]
    Task ReportAcceptedAsync(AccessToken accepted, CancellationToken cancellationToken);

    /// <summary>
    /// What access is worth now: Shopify is asked with the current token, in one request within its call's budget,
    /// unless a check did so lately. Answers to other calls are not held up by it. Of an installation that is not
    /// current it answers <see cref="AccessState.Refused"/>.
    /// </summary>
    [Alias("Check"), AlwaysInterleave, SafeToRepeat]
    Task<AccessCheck> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Refreshes the pair of a quiet shop if that is due, or puts it off. Twice is safe.</summary>
    [Alias("KeepWarm")]
    Task KeepWarmAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a token without expiry by an expiring pair, if that is allowed now; or finds out what became of an
    /// attempt whose answer is not stored. Twice is safe.
    /// </summary>
    [Alias("Migrate")]
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Destroys the stored tokens and forgets those in memory; a refresh under way is waited for, within its call's
    /// budget. Twice is safe.
    /// </summary>
    [Alias("Destroy")]
    Task<bool> DestroyAsync(CancellationToken cancellationToken);
}
