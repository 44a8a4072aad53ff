using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>How the stay that a request is about fares.</summary>
public sealed record ComplianceStay
{
    /// <summary>The shop; null once its row is purged.</summary>
    public ShopDomain? Shop { get; init; }

    /// <summary>The shop's id; zero once its row is purged.</summary>
    public long ShopId { get; init; }

    /// <summary>The stay's generation.</summary>
    public int Generation { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>True while its end is being confirmed.</summary>
    public bool IsConfirming { get; init; }

    /// <summary>True while it has a teardown of any state.</summary>
    public bool HasTeardown { get; init; }

    /// <summary>Its certificate, once there is one.</summary>
    public Guid? Certificate { get; init; }

    /// <summary>True when the app is installed.</summary>
    public bool IsLive => Shop is not null && EndedAt is null;

    /// <summary>Not the shop.</summary>
    public override string ToString() => $"Stay {Generation}";
}
