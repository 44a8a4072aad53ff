namespace Shopkeeper.Frontend.Webhooks;

/// <summary>Why the last comparison with Shopify came to no end.</summary>
/// <param name="Code">A stable code, such as <c>shopify-unreachable</c>.</param>
/// <param name="At">When it failed.</param>
public sealed record ComparisonFailureView(string Code, DateTimeOffset At);
