namespace Shopkeeper.Grains.Sessions;

/// <summary>How a shop's sessions are remembered: section <c>Sessions</c>.</summary>
public sealed class SessionsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Sessions";

    /// <summary>
    /// How many of a shop's sessions its actor remembers as recorded. Beyond it the oldest is forgotten, and recorded
    /// once more when it comes back. Default 1,000, 1 to 100,000.
    /// </summary>
    public int RememberedPerShop { get; set; } = 1_000;
}
