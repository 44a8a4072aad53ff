using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>
/// A service with so little room that a test can fill it; for the script <c>overload</c>, with its defaults.
/// </summary>
[CollectionDefinition(nameof(BoundedService))]
public sealed class BoundedService : IAsyncLifetime, ICollectionFixture<BoundedService>
{
    /// <summary>How many deliveries it takes on at once.</summary>
    public const int Deliveries = 32;

    /// <summary>How many requests of embedded apps it answers at once.</summary>
    public const int Requests = 8;

    /// <summary>Its longest body. Two of them are all it has memory for.</summary>
    public const int MaximumBodyBytes = 1 << 20;

    // Lines of every request would cost more than the requests.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Shopify:Scopes"] = "read_products,read_orders",
        ["Logging:Console:LogLevel:Default"] = "Warning",
        ["Logging:Console:LogLevel:Microsoft"] = "Warning",
        ["Logging:Console:LogLevel:System"] = "Warning",
        ["Logging:Console:LogLevel:Orleans"] = "Warning",
    };

    private static readonly Dictionary<string, string?> Bounds = new(Defaults)
    {
        ["Webhooks:InboxLimit"] = "1000",
        ["Webhooks:InboxLimitPerShop"] = "60",
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
        _service = await ShopkeeperProcess.StartAsync(
        DatabaseKind.Postgres, FloodSize.Read().IsMeasured ? Defaults : Bounds, "HandlingApp");

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
