namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>Where a request of the compliance desk stands.</summary>
public enum ComplianceState
{
    /// <summary>Being worked on, or about to be.</summary>
    Open = 1,

    /// <summary>The export of a customer's data is there, to be handed to the store's owner.</summary>
    Ready = 2,

    /// <summary>Waits for something that ends by itself: a confirmation, a certificate.</summary>
    Waiting = 3,

    /// <summary>Stands still until an operator acts; the code says why.</summary>
    Stalled = 4,

    /// <summary>Answered; the code says how. Nothing is kept but ids, a keyed hash, codes and counts.</summary>
    Closed = 5,
}
