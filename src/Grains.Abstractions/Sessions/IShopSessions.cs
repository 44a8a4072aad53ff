using Orleans.Concurrency;

namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>Answers who is signed in to a shop's embedded app. Key: the shop domain.</summary>
[Alias(Aliases.IShopSessions)]
public interface IShopSessions : IGrainWithStringKey
{
    /// <summary>
    /// Resolves a verified session token to the current installation; a user seen first is recorded. Answered between
    /// the steps of whatever else the shop does, except while its installation is being ended.
    /// </summary>
    /// <returns>Null when the app is not installed in the shop.</returns>
    [Alias("Check"), AlwaysInterleave, SafeToRepeat]
    ValueTask<SessionReply?> CheckAsync(SessionClaim claim, CancellationToken cancellationToken);

    /// <summary>
    /// Has the session count as not seen: what had to be done at its first sight could not be, and is tried again with
    /// its next request.
    /// </summary>
    [Alias("Forget"), AlwaysInterleave, SafeToRepeat]
    Task ForgetSessionAsync(SessionClaim claim, CancellationToken cancellationToken);
}
