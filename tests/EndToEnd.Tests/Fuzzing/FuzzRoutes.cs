using System.Collections.Concurrent;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>Every route that the service describes, and those that it does not, one after the other.</summary>
internal sealed class FuzzRoutes
{
    private readonly (string Method, string Path)[] _routes;
    private readonly ConcurrentDictionary<(string Method, string Path), int> _answered = new();
    private int _next = -1;

    private FuzzRoutes((string Method, string Path)[] routes) => _routes = routes;

    public static IReadOnlyList<string> OddMethods { get; } =
        ["HEAD", "OPTIONS", "TRACE", "PATCH", "PUT", "DELETE", "POST", "GET", "PROPFIND", "x", "PRI"];

    public static IReadOnlyList<string> Parameters { get; } =
    [
        "shop", "limit", "cursor", "status", "state", "search", "dryRun", "dormantBecause", "topic", "since", "until",
        "actor", "action", "reason", "hmac", "timestamp", "code", "host", "embedded", "id_token", "shopify-reload",
        "bounced", "user",
    ];

    /// <summary>How many routes there are.</summary>
    public int Number => _routes.Length;

    /// <summary>How often each was answered at least.</summary>
    public int Rounds => _routes.Min(route => _answered.GetValueOrDefault(route));

    /// <summary>The route that was answered least.</summary>
    public (string Method, string Path) Least => _routes.MinBy(route => _answered.GetValueOrDefault(route));

    public static bool IsInternal(string path) => path.StartsWith("/ops", StringComparison.Ordinal)
        || path.StartsWith("/service", StringComparison.Ordinal) || path is "/health/ready" or "/metrics";

    public static async Task<FuzzRoutes> ReadAsync(ShopkeeperProcess service)
    {
        var description = await service.Internal.ReadAsync("/openapi/v1.json");
        var described = from path in description.GetProperty("paths").EnumerateObject()
                        from method in path.Value.EnumerateObject()
                        where method.Value.ValueKind == JsonValueKind.Object
                        select (method.Name.ToUpperInvariant(), path.Name);
        (string, string)[] hidden =
        [
            ("POST", "/webhooks/{any}"), ("GET", "/{any}"), ("POST", "/{any}"), ("GET", "/ops/{any}"), ("GET", "/"),
            ("GET", "/dashboard/{any}"), ("GET", "/openapi/{any}"), ("POST", "/ops/api/{any}/{other}"),
        ];
        return new FuzzRoutes([.. described, .. hidden]);
    }

    /// <summary>Counts an answer of a route.</summary>
    public void Count((string Method, string Path) route) => _answered.AddOrUpdate(route, 1, (_, times) => times + 1);

    public (string Method, string Path) Next() =>
        _routes[(uint)Interlocked.Increment(ref _next) % (uint)_routes.Length];
}
