namespace Shopkeeper.Simulator.Control;

/// <summary>The merchant uninstalls the app.</summary>
public sealed record UninstallRequest
{
    /// <summary>False ends the installation without any delivery, as when Shopify loses it.</summary>
    public bool Send { get; init; } = true;

    /// <summary>How long the <c>app/uninstalled</c> delivery is under way; the token dies at once.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>True keeps the delivery until it is released.</summary>
    public bool Hold { get; init; }
}
