namespace Shopkeeper.Simulator.Control;

/// <summary>How a delivery is signed.</summary>
public enum SignatureKind
{
    /// <summary>With the app's secret, over the bytes that are sent.</summary>
    Valid = 0,

    /// <summary>With another secret.</summary>
    WrongSecret = 1,

    /// <summary>Not at all: the header is absent.</summary>
    Missing = 2,
}
