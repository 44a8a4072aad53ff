namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// What became of a delivery. Every delivery answered 2xx ends with exactly one; they are counted and shown.
/// </summary>
public enum Verdict
{
    /// <summary>Recorded, not handled yet.</summary>
    Pending = 0,

    /// <summary>Handled (or, of an end of the installation, taken up for confirmation).</summary>
    Accepted = 1,

    /// <summary>Its id was recorded before: nothing was done again.</summary>
    Duplicate = 2,

    /// <summary>It speaks of an installation that has ended already.</summary>
    Stale = 3,

    /// <summary>
    /// It says that the app was uninstalled, but Shopify says that it is installed: nothing was done.
    /// </summary>
    Superseded = 4,

    /// <summary>No installation of the shop is known, and none is being torn down.</summary>
    UnknownShop = 5,

    /// <summary>Authentic, but of no use: no JSON, or its body names another shop than its header.</summary>
    Refused = 6,

    /// <summary>Purged, counted, with the installation that it belonged to.</summary>
    Purged = 7,

    /// <summary>Ten attempts failed: kept as a dead letter, and the next one went on.</summary>
    DeadLetter = 8,
}
