using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>Processes of the service on one PostgreSQL are one service.</summary>
[Collection(ThreeSilos.Name)]
public sealed class ClusterTests(ThreeSilos silos)
{
    private ServiceCluster Cluster => silos.Cluster;

    [Fact]
    public Task A_shop_when_it_meets_another_process_each_time_goes_from_install_to_certificate() =>
        silos.RunAsync(async () =>
        {
            var (first, second, third) = (Cluster.Processes[0], Cluster.Processes[1], Cluster.Processes[2]);
            var shop = await Merchant.InstalledAsync(first);
            await shop.Through(second).CallAsync(HttpMethod.Put, "/api/configuration", new { kept = 1 }, ifMatch: "*");
            var read = await shop.Through(third).GetAsync("/api/configuration");
            Assert.Equal(1, read.GetProperty("kept").GetInt32());

            var teardown = await second.EndByOperatorAsync(shop);

            await third.UntilCertifiedAsync(teardown);
            var certificate = await third.UntilCertifiedAsync(shop);
            Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
            foreach (var process in Cluster.Processes)
            {
                using var refused = await shop.Through(process).SendAsync(HttpMethod.Get, "/api/session");
                await refused.AssertProblemAsync(403, "not-installed");
                Assert.Equal(0, await process.ReadResidueAsync(shop));
            }
        });

    [Fact]
    public async Task Start_when_the_keys_are_not_those_of_the_database_is_refused()
    {
        using var folder = new TemporaryFolder();
        await AssertRefusedAsync(folder.Combine("others"), "hash.key");

        // A part of the right ones: without its ring.
        File.Copy(
            Path.Combine(Cluster.Deployment.KeysDirectory, "hash.key"),
            Path.Combine(folder.Combine("others"), "hash.key"),
            overwrite: true);
        await AssertRefusedAsync(folder.Combine("others"), "ring/");
    }

    private async Task AssertRefusedAsync(string keys, string missed)
    {
        var settings = new Dictionary<string, string?>(Cluster.Processes[0].Settings, StringComparer.Ordinal)
        {
            ["Keys:Directory"] = keys,
            ["Listen:Public"] = $"http://127.0.0.1:{FreePort.Next()}",
            ["Listen:Internal"] = $"http://127.0.0.1:{FreePort.Next()}",
        };
        await using var process = ServiceProcess.Start("Silo", ["serve"], ServiceSettings.AsEnvironment(settings));

        Assert.Equal(1, await process.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken));
        var told = process.ReadError();
        Assert.Contains("do not belong to this database", told, StringComparison.Ordinal);
        Assert.Contains(missed, told, StringComparison.Ordinal);
        Assert.Contains("Keys:Directory", told, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
    }
}
