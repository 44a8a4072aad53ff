namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>What became of an order to handle a dead letter again.</summary>
public enum ReplayOutcome
{
    /// <summary>It is due again, from its first attempt.</summary>
    Accepted = 1,

    /// <summary>There is no such dead letter: handled, dropped, purged, or due again already.</summary>
    Unknown = 2,

    /// <summary>It belongs to no current installation: nothing may be done for one that has ended.</summary>
    InstallationEnded = 3,
}
