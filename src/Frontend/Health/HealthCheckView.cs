namespace Shopkeeper.Frontend.Health;

/// <summary>One check's answer.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
public sealed record HealthCheckView(string Status, string? Problem);
