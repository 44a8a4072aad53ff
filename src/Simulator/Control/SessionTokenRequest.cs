namespace Shopkeeper.Simulator.Control;

/// <summary>Mints a session token, as App Bridge gives one to an embedded page.</summary>
public sealed record SessionTokenRequest
{
    /// <summary>The user; null means the shop's owner.</summary>
    public long? UserId { get; init; }

    /// <summary>When it becomes valid, seen from now.</summary>
    public TimeSpan ValidAfter { get; init; }

    /// <summary>How long it is valid; negative makes an expired one.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The audience; null means the app's client id.</summary>
    public string? Audience { get; init; }

    /// <summary>The issuer; null means <c>https://{shop}/admin</c>.</summary>
    public string? Issuer { get; init; }

    /// <summary>True signs with another secret.</summary>
    public bool WrongSecret { get; init; }
}
