namespace Shopkeeper.Simulator.Control;

/// <summary>A minted session token.</summary>
public sealed record SessionTokenResult
{
    /// <summary>The JWT, to be sent as <c>Authorization: Bearer</c>.</summary>
    public required string Token { get; init; }

    /// <summary>The signed address at which the admin would open the embedded app.</summary>
    public required Uri LaunchUrl { get; init; }

    /// <summary>Never the token.</summary>
    public override string ToString() => "SessionTokenResult";
}
