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

    /// <summary>
    /// For how long a session counts as known. After that its next request is treated as its first: it is recorded, and
    /// Shopify is asked whether it still takes the grant. Default 1 h; 1 s to 12 h.
    /// </summary>
    public TimeSpan SeenFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether users' sessions get online access tokens of their own, kept with them until they expire. Default false.
    /// </summary>
    public bool Online { get; set; }
}
