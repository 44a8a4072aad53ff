namespace Shopkeeper.Simulator.Control;

/// <summary>A call that the app (or a merchant's browser) made to the simulated Shopify. It holds no secret.</summary>
public sealed record SimulatedCall
{
    /// <summary>1, 2, 3 … in the order of arrival.</summary>
    public required long Number { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The shop it was made to.</summary>
    public required string Shop { get; init; }

    /// <summary>
    /// Its operation, as in <see cref="Fault.Operation"/>; several GraphQL root fields are joined by commas.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The first 16 hex digits of the token's SHA-256 (<see cref="TokenFingerprint"/>), or null.</summary>
    public string? TokenFingerprint { get; init; }

    /// <summary>
    /// The global id of the installation the token was made for, alive or not; null for an unknown token.
    /// </summary>
    public string? InstallationId { get; init; }

    /// <summary>The answer's status; null while there is none, and for a connection that was dropped or hung.</summary>
    public int? Status { get; init; }

    /// <summary>The id of the fault that befell it.</summary>
    public string? FaultId { get; init; }
}
