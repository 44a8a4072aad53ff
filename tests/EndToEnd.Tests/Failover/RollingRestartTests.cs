using Shopkeeper.EndToEnd.Tests.Clusters;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>
/// A release: the processes are stopped with SIGTERM and started again one after the other, behind a proxy that follows
/// <c>/health/ready</c> and behind a front end that stays, while everything is in use. Nobody notices.
/// </summary>
[Collection(ThreeSilos.Name)]
public sealed class RollingRestartTests(ThreeSilos silos)
{
    private ServiceCluster Cluster => silos.Cluster;

    private SimulatorClient Shopify => Cluster.Deployment.Shopify.Control;

    [Fact]
    public Task Restart_of_one_process_after_the_other_fails_no_request_and_no_job_or_delivery() =>
        silos.RunAsync(async () =>
        {
            var database = Cluster.Deployment.ConnectionString!;
            ShopkeeperProcess[] processes = [.. Cluster.Processes.Take(3)];
            var service = processes[0];
            await SpentAttempts.WatchAsync(database);
            var edge = await silos.AddFrontEndAsync();
            await using var proxy = await ReadyProxy.StartAsync(processes);
            var shops = await InstalledAsync(2);
            var leaving = await InstalledAsync(processes.Length);
            Cluster.TurnTo(proxy.Url);
            var slow = await SlowProductsAsync();
            var before = await SpentAttempts.CountAsync(database);
            await using var throughProxy = new Traffic(proxy.Url, service, [shops[0]]);
            await using var throughEdge = new Traffic(edge.PublicUrl, service, [shops[1]]);

            var slowest = new List<string>();
            foreach (var (process, merchant) in processes.Zip(leaving))
                slowest.Add(await RestartAsync(proxy, process, shops[0], merchant));
            await throughEdge.EndAsync();
            // The front end goes last, and for good.
            var requests = await LongRequests.BeginAsync(edge, shops[1]);
            slowest.Add(await requests.AssertAnsweredAsync(edge.StopAsync()));
            await throughProxy.EndAsync();

            await Shopify.RemoveFaultAsync(slow, CancellationToken.None);
            await service.AssertDoneAsync(throughProxy);
            await service.AssertDoneAsync(throughEdge);
            foreach (var delivery in slowest) await service.UntilVerdictAsync(delivery, "accepted");
            await service.AssertLeftAsync(leaving);
            Assert.Equal(before, await SpentAttempts.CountAsync(database));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"No failure in {throughProxy.Counts} by a proxy and {throughEdge.Counts} by a front end.");
        });

    // In the same moment a merchant uninstalls, and requests are under way that outlast the grace of the stop.
    private async Task<string> RestartAsync(
        ReadyProxy proxy, ShopkeeperProcess process, Merchant shop, Merchant leaving)
    {
        var requests = await LongRequests.BeginAsync(process, shop);
        var toldToClose = UntilToldToCloseAsync(shop.Through(process));
        var stopping = process.StopAsync();
        await Shopify.UninstallAsync(leaving.Domain, null, CancellationToken.None);
        await proxy.UntilFoundAsync(process, ready: false);
        await toldToClose;
        var delivery = await requests.AssertAnsweredAsync(stopping);
        await process.StartAsync();
        await proxy.UntilFoundAsync(process, ready: true);
        return delivery;
    }

    // Whoever keeps a connection open and knows nothing of readiness is answered, and told to come by another one.
    private static async Task UntilToldToCloseAsync(Merchant shop)
    {
        for (var told = false; !told; await Pace.SpendAsync(TimeSpan.FromSeconds(0.3)))
        {
            using var answer = await shop.SendAsync(HttpMethod.Get, "/api/session");
            await answer.RequireAsync(200);
            told = answer.Headers.ConnectionClose == true;
        }
    }

    private Task<Merchant[]> InstalledAsync(int count) => Task.WhenAll(
        Enumerable.Range(0, count).Select(_ => Merchant.InstalledAsync(Cluster.Processes[0])));

    // So that there is always a job under way when a process is stopped.
    private async Task<string> SlowProductsAsync() => (await Shopify.AddFaultAsync(
        new Fault { Operation = "products", Kind = FaultKind.Latency, Latency = TimeSpan.FromSeconds(0.3) },
        CancellationToken.None)).Id!;
}
