namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>How often Shopify has refused to refresh a pair, as long as the pair has not changed.</summary>
/// <param name="Count">How often; refusals that came too soon after one another count once.</param>
/// <param name="FirstAt">When first; null when never.</param>
/// <param name="LastAt">When last counted; null when never.</param>
public sealed record RefreshRefusals(int Count, DateTimeOffset? FirstAt, DateTimeOffset? LastAt)
{
    /// <summary>Never refused.</summary>
    public static RefreshRefusals None { get; } = new(0, null, null);
}
