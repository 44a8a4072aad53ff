namespace Shopkeeper.Simulator.Control;

/// <summary>Where a delivery is.</summary>
public enum DeliveryState
{
    /// <summary>Kept until it is released.</summary>
    Held = 0,

    /// <summary>Under way: delayed, being sent, or waiting for a retry.</summary>
    UnderWay = 1,

    /// <summary>Answered with 2xx.</summary>
    Delivered = 2,

    /// <summary>Given up after the last retry.</summary>
    GivenUp = 3,
}
