using Shopkeeper.Grains.Abstractions.Sessions;

namespace Shopkeeper.Grains.Sessions;

/// <summary>When a user's stored online token is as good as a new one.</summary>
internal static class OnlineSessionRules
{
    /// <summary>
    /// True when it was obtained in the same session (another one may come with other rights) and outlives the time
    /// until that is looked at again.
    /// </summary>
    public static bool IsEnough(
        OnlineToken? stored, OpenOnlineSession command, DateTimeOffset now, SessionsOptions options)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(options);
        return stored is not null
            && stored.ShopifySessionId == command.SessionId
            && stored.ExpiresAt - now > 2 * options.SeenFor;
    }
}
