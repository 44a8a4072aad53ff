namespace Shopkeeper.Frontend.Hosting;

/// <summary>The two addresses the service listens on.</summary>
public enum Listener
{
    /// <summary>For Shopify, merchants' browsers and the embedded app.</summary>
    Public = 1,

    /// <summary>For operators, back ends and probes.</summary>
    Internal = 2,
}

/// <summary>
/// Which listener a connection came in by. It is marked on the connection, because neither a port nor a host header
/// says it reliably: ports may be taken freely, and headers are the caller's.
/// </summary>
internal sealed record ListenerFeature(Listener Listener);
