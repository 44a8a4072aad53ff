using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Sessions;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>The answer to a session token: the session, or why there is none.</summary>
/// <param name="Session">The session; null when it is refused.</param>
/// <param name="Refusal">Why.</param>
/// <param name="RetryAfter">When to come again, where that is known.</param>
internal sealed record SessionEntry(SessionReply? Session, EntryRefusal Refusal, TimeSpan? RetryAfter = null)
{
    /// <summary>Not installed, as far as Shopify or the shop's actor knows.</summary>
    public static readonly SessionEntry NotInstalled = new(null, EntryRefusal.NotInstalled);

    /// <summary>What follows from an exchange that began no stay and renewed none.</summary>
    public static SessionEntry Of(InstallReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return reply.Code switch
        {
            InstallCodes.AppNotInstalled => NotInstalled,
            InstallCodes.UninstallUnderWay => new(null, EntryRefusal.UninstallUnderWay),
            InstallCodes.InvalidSubjectToken => new(null, EntryRefusal.StaleToken),
            _ => new(null, EntryRefusal.Unavailable, reply.RetryAfter),
        };
    }
}
