using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>A delivery that was given up; never its payload.</summary>
public sealed record DeadLetter
{
    /// <summary>Its place in the order of recording.</summary>
    public required long Id { get; init; }

    /// <summary>The shop that its header named.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The installation that it was claimed for; null when it never was.</summary>
    public InstallationId? Installation { get; init; }

    /// <summary>Why it was given up, as a code.</summary>
    public required string Code { get; init; }

    /// <summary>How often handling it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>Shopkeeper's reading of its unsigned headers; nothing where they can't be decrypted.</summary>
    public required DeliveryHints Hints { get; init; }

    /// <summary>The id.</summary>
    public override string ToString() => $"Dead letter {Id}";
}
