namespace Shopkeeper.Simulator.Control;

/// <summary>Which family of headers a delivery carries.</summary>
public enum HeaderFamily
{
    /// <summary><c>X-Shopify-*</c>.</summary>
    Classic = 0,

    /// <summary><c>shopify-*</c>, Shopify's newer events.</summary>
    Events = 1,
}
