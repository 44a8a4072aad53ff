namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>What Shopify answers when a token is tried.</summary>
public enum TokenProbe
{
    /// <summary>Not asked.</summary>
    NotAsked = 0,

    /// <summary>200: the token works.</summary>
    Alive = 1,

    /// <summary>401: the token is refused.</summary>
    Refused = 2,

    /// <summary>Anything else: nothing is known.</summary>
    Unknown = 3,
}
