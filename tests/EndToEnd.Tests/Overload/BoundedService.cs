using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>A service with so little room that a test can fill it.</summary>
public sealed class BoundedService : IAsyncLifetime
{
    /// <summary>How many deliveries it takes on at once.</summary>
    public const int Deliveries = 32;

    /// <summary>How many requests of embedded apps it answers at once.</summary>
    public const int Requests = 8;

    /// <summary>Its longest body. Two of them are all it has memory for.</summary>
    public const int MaximumBodyBytes = 1 << 20;

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Shopify:Scopes"] = "read_products,read_orders",
        ["Webhooks:InFlightLimit"] = $"{Deliveries}",
        ["Webhooks:MaximumBodyBytes"] = $"{MaximumBodyBytes}",
        ["Webhooks:InFlightBytes"] = $"{2 * MaximumBodyBytes}",
        ["Webhooks:BodyTimeout"] = "00:00:08",
        ["EmbeddedApp:InFlightLimit"] = $"{Requests}",
    };

    private ShopkeeperProcess? _service;

    /// <summary>The service, on PostgreSQL, with a handler for <c>orders/paid</c>.</summary>
    public ShopkeeperProcess Service =>
        _service ?? throw new InvalidOperationException("The service is not started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        _service = await ShopkeeperProcess.StartAsync(DatabaseKind.Postgres, Settings, "HandlingApp");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
    }

    /// <summary>What the service measures under a name of Prometheus's, with the tags given.</summary>
    public async Task<double> ReadMetricAsync(string name, string tags = "")
    {
        var metrics = await Service.Internal.GetStringAsync("/metrics", CancellationToken.None);
        return metrics.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal)
                && line.Contains(tags, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
