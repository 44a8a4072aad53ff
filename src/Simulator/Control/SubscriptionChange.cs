namespace Shopkeeper.Simulator.Control;

/// <summary>
/// What somebody else makes of the app's API-made subscriptions: another deployment, or a person. For a new one
/// <see cref="Topic"/> and <see cref="Uri"/> are needed; of one that is there, null leaves a value as it is.
/// </summary>
public sealed record SubscriptionChange
{
    /// <summary>The topic of a new one.</summary>
    public string? Topic { get; init; }

    /// <summary>Where deliveries go.</summary>
    public string? Uri { get; init; }

    /// <summary>The filter; empty for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields that deliveries hold; empty for all.</summary>
    public IReadOnlyList<string>? IncludeFields { get; init; }

    /// <summary>How many to make, each with an address of its own below <see cref="Uri"/> when above 1.</summary>
    public int Count { get; init; } = 1;
}
