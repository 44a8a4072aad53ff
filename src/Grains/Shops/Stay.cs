using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Shops;

/// <summary>The current installation as its actor holds it, with the answer that every session check gives.</summary>
internal sealed class Stay(Installation installation)
{
    /// <summary>The truth as it was read.</summary>
    public Installation Installation { get; } = installation;

    /// <summary>Its id.</summary>
    public InstallationId Id => Installation.Id;

    /// <summary>Made once: session checks are the hot path.</summary>
    public SessionReply Session { get; } = new()
    {
        InstallationId = installation.Id,
        Generation = installation.Generation,
        Scope = installation.Scopes,
        Access = installation.Access,
    };
}
