namespace Shopkeeper.Simulator.Control;

/// <summary>An installation made through the control API.</summary>
public sealed record InstallResult
{
    /// <summary>The installation's global id.</summary>
    public required string InstallationId { get; init; }

    /// <summary>The access token, when one was asked for.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The refresh token of an expiring pair.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The authorization code, when one was asked for.</summary>
    public string? Code { get; init; }

    /// <summary>The signed address to which Shopify would send the merchant's browser.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>Never the token or the code.</summary>
    public override string ToString() => $"InstallResult {{ InstallationId = {InstallationId} }}";
}
