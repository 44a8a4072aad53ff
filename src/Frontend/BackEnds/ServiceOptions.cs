namespace Shopkeeper.Frontend.BackEnds;

/// <summary>The keys of the app's back ends: section <c>Service</c>. Without any, the routes are not there.</summary>
public sealed class ServiceOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Service";

    /// <summary>Keys by name.</summary>
    public IDictionary<string, ServiceKey> Keys { get; } = new Dictionary<string, ServiceKey>(StringComparer.Ordinal);
}
