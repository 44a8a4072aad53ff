namespace Shopkeeper.Frontend.Health;

/// <summary>What the readiness probe answers.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> (200: deliveries are taken, somebody has to look) or
/// <c>Unhealthy</c> (503: send nothing here).</param>
/// <param name="Checks">Each check by name, with its status and, when it isn't healthy, what is wrong.</param>
public sealed record HealthView(string Status, IReadOnlyDictionary<string, HealthCheckView> Checks);
