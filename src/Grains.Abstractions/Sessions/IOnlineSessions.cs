using Orleans.Concurrency;

namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>
/// Obtains users' online tokens. Key: the shop domain. It calls Shopify, so that no turn of the shop's own grain has
/// to.
/// </summary>
[Alias(Aliases.IOnlineSessions)]
public interface IOnlineSessions : IGrainWithStringKey
{
    /// <summary>
    /// Exchanges the session token for an online token, unless one of the same session is stored that lives for a
    /// while. Requests of one session that come at once share one exchange, and a failure is answered to the next ones
    /// for some seconds. Whatever Shopify refuses here says nothing about the installation's own grant.
    /// </summary>
    [Alias("Open"), AlwaysInterleave, SafeToRepeat]
    Task<OnlineSessionOutcome> OpenAsync(OpenOnlineSession command, CancellationToken cancellationToken);
}
