namespace Shopkeeper.Frontend.Resets;

/// <summary>Resets by merchants: section <c>Reset</c>.</summary>
public sealed class ResetOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Reset";

    /// <summary>
    /// Whether the owner of a shop's account may reset the shop from the embedded app. Default false: then only
    /// operators can.
    /// </summary>
    public bool FromSession { get; set; }
}
