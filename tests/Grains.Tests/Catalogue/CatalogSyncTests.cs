using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Catalogue;
using Shopkeeper.Grains.Tests.ApiLogs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Catalogue;

public sealed class CatalogSyncTests
{
    private readonly AdminBench _bench = new();
    private readonly FakeCatalogueStore _catalogue = new();
    private readonly List<JobProgress> _progress = [];

    [Fact]
    public async Task CatalogSync_when_the_shop_has_pages_stores_all_and_reports_each()
    {
        Plant(510);
        await RunAsync("{\"pageSize\":250}");

        Assert.Equal(510, _catalogue.Products.Count);
        Assert.Equal([new(250, null), new(500, null), new(510, 510)], _progress);
        Assert.Equal(3, _bench.Log.Entries.Count);
    }

    [Fact]
    public async Task CatalogSync_when_the_shop_is_empty_empties_the_catalogue()
    {
        PlantOld("gid://old");
        await RunAsync("{}");
        Assert.Empty(_catalogue.Products);
        Assert.Equal([new JobProgress(0, 0)], _progress);
    }

    [Fact]
    public async Task CatalogSync_when_products_are_gone_from_the_shop_removes_them_at_the_end()
    {
        Plant(3);
        PlantOld("gid://old");
        await RunAsync("{\"pageSize\":1}");
        Assert.Equal(3, _catalogue.Products.Count);
        Assert.DoesNotContain("gid://old", _catalogue.Products.Keys);
    }

    [Fact]
    public async Task CatalogSync_when_a_page_fails_removes_nothing()
    {
        Plant(3);
        PlantOld("gid://old");
        _bench.Client.Fault = _ => _bench.Client.Calls.Count == 3
            ? new AdminFailure { Kind = AdminFailureKind.ServerError }
            : null;
        await Assert.ThrowsAsync<JobFailedException>(() => RunAsync("{\"pageSize\":1}"));
        Assert.Contains("gid://old", _catalogue.Products.Keys);
    }

    [Fact]
    public async Task CatalogSync_when_a_product_stands_on_one_page_twice_stores_it_once()
    {
        Plant(2);
        _bench.Client.Products.Add(_bench.Client.Products[0]);
        await RunAsync("{}");
        Assert.Equal(2, _catalogue.Products.Count);
    }

    [Fact]
    public async Task CatalogSync_when_cancelled_stops_before_the_next_page()
    {
        Plant(10);
        using var cancel = new CancellationTokenSource();
        _bench.Client.Fault = _ =>
        {
            if (_bench.Client.Calls.Count == 4) cancel.Cancel();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunUntilAsync("{\"pageSize\":1}", cancel.Token));
        Assert.Equal(4, _bench.Client.Calls.Count);
        Assert.Equal(3, _catalogue.Products.Count);
    }

    [Fact]
    public async Task CatalogSync_when_the_fence_falls_between_pages_stops_at_the_first_refusal()
    {
        Plant(10);
        _catalogue.SavesUntilTheEnd = 2;
        await Assert.ThrowsAsync<InstallationEndedException>(() => RunAsync("{\"pageSize\":1}"));
        Assert.Equal(3, _bench.Client.Calls.Count);
    }

    [Fact]
    public async Task CatalogSync_when_stored_arguments_are_wrong_fails_for_good()
    {
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => RunAsync("{\"pageSize\":0}"));
        Assert.Equal(("invalid-page-size", false), (failure.Code, failure.Retry));
        Assert.Empty(_bench.Client.Calls);
    }

    private void Plant(int count)
    {
        for (var index = 0; index < count; index++)
            _bench.Client.Products.Add(new($"gid://{index}", $"T{index}", $"h{index}", DateTimeOffset.UnixEpoch));
    }

    private void PlantOld(string id) => _catalogue.Products[id] = new CatalogueProduct
    {
        Id = id,
        Title = "Old",
        Handle = "old",
        SeenAt = _bench.Clock.GetUtcNow() - TimeSpan.FromDays(1),
    };

    private Task RunAsync(string arguments) => RunUntilAsync(arguments, TestContext.Current.CancellationToken);

    private async Task RunUntilAsync(string arguments, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(arguments);
        var context = new JobContext
        {
            JobId = Guid.Empty,
            Installation = _bench.Installation,
            Arguments = document.RootElement,
            Attempt = 1,
            Report = _progress.Add,
        };
        await new CatalogSync(_bench.Admin, _catalogue, _bench.Clock).RunAsync(context, cancellationToken);
    }
}
