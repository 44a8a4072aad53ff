namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>The newest that was handled of a resource.</summary>
/// <param name="HappenedAt">When it happened: the body's <c>updated_at</c>, else the header's time.</param>
/// <param name="TriggeredAt">The header's time, which tells two of one second apart.</param>
public sealed record SeenResource(DateTimeOffset HappenedAt, DateTimeOffset TriggeredAt)
{
    /// <summary>True when this is older than what was seen; the same again is not.</summary>
    public bool IsOlderThan(SeenResource seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return HappenedAt < seen.HappenedAt
            || (HappenedAt == seen.HappenedAt && TriggeredAt < seen.TriggeredAt);
    }
}
