using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulator;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.RateBudget;

/// <summary>A shop has one budget, whichever silo calls it.</summary>
public sealed class SharedBudgetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sync_on_two_silos_when_the_shop_is_torn_down_is_never_throttled_and_holds_up_nothing()
    {
        var watched = new WatchedGate();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Postgres, setup =>
        {
            setup.Silos = 2;
            setup.Simulator = new SimulatorOptions
            {
                Url = "http://127.0.0.1:0", ProductCount = 1000, EnforceRateLimit = true,
            };
            watched.Watch(setup);
        });
        var installation = await cluster.SettledAsync(JobActs.Shop);

        var syncs = cluster.Silos.Silos
            .SelectMany(silo => Enumerable.Range(0, 2)
                .Select(_ => ReadUntilEndedAsync(silo.ServiceProvider, installation, stop.Token)))
            .ToList();
        await Eventually.UntilAsync(
            "the syncs have used what they may", () => watched.Waiting == syncs.Count,
            cancellationToken: Cancellation);
        await cluster.EndByOperatorAsync(JobActs.Shop);
        var certificate = await cluster.CertifiedAsync(installation);
        await stop.CancelAsync();
        await Task.WhenAll(syncs);

        Assert.NotNull(certificate);
        var outcomes = watched.Calls.Select(call => call.Record.Outcome).ToList();
        Assert.DoesNotContain("throttled", outcomes);
        Assert.All(
            watched.Calls.Where(call => call.Priority == CallPriority.Teardown),
            call => Assert.Equal(("ok", 1), (call.Record.Outcome, call.Record.Attempts)));
        Assert.Contains(watched.Calls, call => call.Record.Operation == "appUninstall");
        Assert.True(watched.Calls.Count(call => call.Record.Operation == "products") >= 4);
    }

    private static async Task ReadUntilEndedAsync(
        IServiceProvider silo, Installation installation, CancellationToken cancellationToken)
    {
        var admin = silo.GetRequiredService<InstallationAdmin>();
        try
        {
            while (true)
            {
                await admin.CallAsync<ProductPage>(
                    installation, (client, access, token) => client.ReadProductsAsync(access, null, 250, token),
                    cancellationToken);
            }
        }
        catch (Exception end) when (
            end is InstallationEndedException or JobFailedException or OperationCanceledException)
        {
            // The installation has ended, its token died just before, or the test has seen enough.
        }
    }
}
