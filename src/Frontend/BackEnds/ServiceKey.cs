using Shopkeeper.Frontend.Keys;

namespace Shopkeeper.Frontend.BackEnds;

/// <summary>The key of one of the app's back ends. Only its hash is configured.</summary>
public sealed class ServiceKey : HashedKey
{
    /// <summary>What it may do: any of <see cref="ServiceScopes"/>, comma separated. There is no default.</summary>
    public string Scopes { get; set; } = "";
}
