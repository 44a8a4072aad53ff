using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>Processes of the service on one PostgreSQL are one service.</summary>
public sealed class ClusterTests
{
    [Fact]
    public Task A_shop_when_it_meets_another_process_each_time_goes_from_install_to_certificate() =>
        ServiceCluster.RunAsync(3, async cluster =>
        {
            var (first, second, third) = (cluster.Processes[0], cluster.Processes[1], cluster.Processes[2]);
            var shop = await Merchant.InstalledAsync(first);
            await shop.Through(second).CallAsync(HttpMethod.Put, "/api/configuration", new { kept = 1 }, ifMatch: "*");
            var read = await shop.Through(third).GetAsync("/api/configuration");
            Assert.Equal(1, read.GetProperty("kept").GetInt32());

            var teardown = await second.EndByOperatorAsync(shop);

            await third.UntilCertifiedAsync(teardown);
            var certificate = await third.UntilCertifiedAsync(shop);
            Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
            foreach (var process in cluster.Processes)
            {
                using var refused = await shop.Through(process).SendAsync(HttpMethod.Get, "/api/session");
                await refused.AssertProblemAsync(403, "not-installed");
                Assert.Equal(0, await process.ReadResidueAsync(shop));
            }
        });
}
