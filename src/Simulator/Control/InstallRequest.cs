namespace Shopkeeper.Simulator.Control;

/// <summary>Installs the app without a browser. While it is installed, only scopes change.</summary>
public sealed record InstallRequest
{
    /// <summary>What is answered.</summary>
    public InstallKind Kind { get; init; }

    /// <summary>The granted scopes; null means <c>read_products</c>, or what an installation already has.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>For a code: the <c>state</c> of the callback address.</summary>
    public string? State { get; init; }

    /// <summary>For a code: where the callback leads; null means <c>{AppUrl}/auth/callback</c>.</summary>
    public Uri? RedirectUri { get; init; }

    /// <summary>For a code: a code for an online token of the owner.</summary>
    public bool PerUser { get; init; }

    /// <summary>For a token: an expiring pair instead of a token without expiry.</summary>
    public bool Expiring { get; init; }

    /// <summary>True ends an installation in place first, without a delivery: a reinstall.</summary>
    public bool Reinstall { get; init; }
}
