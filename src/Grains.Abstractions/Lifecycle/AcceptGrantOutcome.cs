namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>What the shop made of a new grant.</summary>
public enum AcceptGrantOutcome
{
    /// <summary>
    /// The current installation, or its grant, is another one than the grant was compared with: compare again.
    /// </summary>
    CompareAgain = 0,

    /// <summary>A new stay began.</summary>
    Installed = 1,

    /// <summary>The current stay goes on with the new grant.</summary>
    Reauthorized = 2,

    /// <summary>An earlier attempt gave it to a stay that has ended since: only another grant can begin one.</summary>
    Spent = 3,

    /// <summary>Its intent is over, so that a teardown may have ended what it is for: only another grant will do.
    /// </summary>
    Expired = 4,
}
