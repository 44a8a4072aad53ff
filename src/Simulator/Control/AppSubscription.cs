namespace Shopkeeper.Simulator.Control;

/// <summary>
/// A webhook subscription of the app for all shops, as declared in an app's TOML file. It outlives an uninstall.
/// </summary>
public sealed record AppSubscription
{
    /// <summary>Where deliveries go: an absolute http or https address.</summary>
    public required Uri Address { get; init; }

    /// <summary>The topics, such as <c>app/uninstalled</c>.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>The header family of its deliveries.</summary>
    public HeaderFamily Family { get; init; }
}
