using System.Diagnostics;
using System.Net;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>A process of three is killed (SIGKILL) or asked to stop (SIGTERM) in the middle of something.</summary>
[Collection(ThreeSilos.Name)]
public sealed class TakeoverTests(ThreeSilos silos)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private ServiceCluster Cluster => silos.Cluster;

    [Fact]
    public Task Teardown_when_its_silo_is_killed_inside_a_step_is_certified_by_another() =>
        Cluster.WithLogsAsync(async () =>
        {
            var shop = await Merchant.InstalledAsync(Cluster.Processes[0]);
            await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { kept = 1 });
            await using var held = await HeldDeletes.BeginAsync(
                Cluster.Deployment.ConnectionString!, "user_preferences");
            await Cluster.Processes[0].EndByOperatorAsync(shop);
            var name = await Eventually.GetAsync("somebody purges the shop's data", held.FindWaitingAsync);

            await using var killed = await KillAsync(Named(name));
            await held.ReleaseAsync(name);

            await killed.Survivor.UntilCertifiedAsync(shop);
            killed.Tell("a teardown's step, to the certificate");
            Assert.Equal(0, await killed.Survivor.ReadResidueAsync(shop));
        });

    [Fact]
    public Task Job_when_its_silo_is_killed_is_completed_by_another() =>
        Cluster.WithLogsAsync(async () =>
        {
            var shop = await Merchant.InstalledAsync(Cluster.Processes[0]);
            await HangOnceAsync(shop, "products");
            var job = await shop.StartJobAsync();
            await HungAsync(shop, "products");
            var owner = OwnerOf($"Job {job} (catalog-sync)");

            await using var killed = await KillAsync(owner);

            await UntilCompletedAsync(shop.Through(killed.Survivor), job);
            killed.Tell("a job, to its completion");
        });

    [Fact]
    public Task Delivery_when_its_silo_is_killed_is_handled_by_another() =>
        Cluster.WithLogsAsync(async () =>
        {
            var shop = await Merchant.InstalledAsync(Cluster.Processes[0]);
            await using var held = await HeldDeletes.BeginAsync(
                Cluster.Deployment.ConnectionString!, "webhook_inbox");
            var delivery = SignedDelivery.Of(Cluster.Processes[0], shop, "products/update");
            using (var taken = await delivery.SendAsync(Cluster.Processes[0]))
                Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            var name = await Eventually.GetAsync("somebody handles the delivery", held.FindWaitingAsync);

            await using var killed = await KillAsync(Named(name));
            await held.ReleaseAsync(name);

            Assert.Equal("accepted", await killed.Survivor.UntilVerdictAsync(delivery.WebhookId, "accepted"));
            killed.Tell("a delivery, to its verdict");
        });

    [Fact]
    public Task Silo_when_asked_to_stop_is_unready_at_once_still_answers_and_hands_its_work_over() =>
        Cluster.WithLogsAsync(async () =>
        {
            var shop = await Merchant.InstalledAsync(Cluster.Processes[0]);
            await HangOnceAsync(shop, "products");
            var job = await shop.StartJobAsync();
            await HungAsync(shop, "products");
            var owner = OwnerOf($"Job {job} (catalog-sync)");
            var other = Cluster.Processes.First(process => process != owner);
            Cluster.TurnTo(other);

            var watch = Stopwatch.StartNew();
            var stopping = owner.StopAsync();
            await Eventually.UntilAsync("it is not ready", async () =>
            {
                using var ready = await owner.Internal.GetAsync("/health/ready");
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
            });
            using (var session = await shop.Through(owner).SendAsync(HttpMethod.Get, "/api/session"))
                Assert.Equal(HttpStatusCode.OK, session.StatusCode);
            await UntilCompletedAsync(shop.Through(other), job);
            Told($"SIGTERM, a job completed elsewhere after {watch.Elapsed.TotalSeconds:F1} s");
            Assert.Equal(0, await stopping);
            Told($"SIGTERM, the process ended after {watch.Elapsed.TotalSeconds:F1} s");
            await owner.StartAsync();
            Cluster.TurnTo(Cluster.Processes[0]);
        });

    [Fact]
    public Task Requests_when_a_silo_is_killed_are_answered_200_or_503_and_soon_200_again() =>
        Cluster.WithLogsAsync(async () =>
        {
            var shops = await Task.WhenAll(
                Enumerable.Range(0, 6).Select(_ => Merchant.InstalledAsync(Cluster.Processes[0])));
            await using var killed = await KillAsync(Cluster.Processes[1]);
            var refusals = 0;
            await Task.WhenAll(shops.Select(shop => Eventually.UntilAsync("five answers in a row are 200", async () =>
            {
                for (var answered = 0; answered < 5; answered++)
                {
                    using var answer = await shop.Through(killed.Survivor).SendAsync(HttpMethod.Get, "/api/session");
                    if (answer.StatusCode == HttpStatusCode.OK) continue;
                    Interlocked.Increment(ref refusals);
                    if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || answer.Headers.RetryAfter is null)
                        Assert.Fail($"Answered {(int)answer.StatusCode}: {await answer.ReadTextAsync()}");
                    return false;
                }
                return true;
            }, Deadline)));
            killed.Tell($"a shop's actor, to 200 for all shops, with {refusals} answers of 503");
        });

    private async Task HangOnceAsync(Merchant shop, string operation) =>
        await Cluster.Deployment.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Operation = operation, Kind = FaultKind.Hang, Times = 1 },
            CancellationToken.None);

    private async Task HungAsync(Merchant shop, string operation) =>
        await Cluster.Deployment.Shopify.Control.WaitForCallsAsync(
            1, TimeSpan.FromSeconds(30), shop.Domain, operation, CancellationToken.None);

    private ShopkeeperProcess Named(string connection) =>
        Cluster.Processes[Enumerable.Range(0, 3).Single(one => ServiceCluster.NameOf(one) == connection)];

    private ShopkeeperProcess OwnerOf(string line) => Cluster.Alive.Single(
        process => process.ReadLogs().Contains(line, StringComparison.Ordinal));

    private static Task UntilCompletedAsync(Merchant shop, Guid job) => Eventually.UntilAsync(
        "the job is completed",
        async () => (await shop.GetAsync($"/api/jobs/{job}")).GetProperty("status").GetString() == "completed",
        Deadline);

    private static void Told(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private async Task<Killed> KillAsync(ShopkeeperProcess owner)
    {
        var survivor = Cluster.Processes.First(process => process != owner);
        Cluster.TurnTo(survivor);
        var watch = Stopwatch.StartNew();
        owner.Kill();
        await owner.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
        return new Killed(Cluster, owner, survivor, watch);
    }

    /// <summary>A killed process, which is started again at the end.</summary>
    private sealed record Killed(
        ServiceCluster Cluster, ShopkeeperProcess Process, ShopkeeperProcess Survivor, Stopwatch Since)
        : IAsyncDisposable
    {
        public void Tell(string what) => Told($"kill -9 inside {what}: {Since.Elapsed.TotalSeconds:F1} s");

        public async ValueTask DisposeAsync()
        {
            await Process.StartAsync();
            Cluster.TurnTo(Cluster.Processes[0]);
        }
    }
}
