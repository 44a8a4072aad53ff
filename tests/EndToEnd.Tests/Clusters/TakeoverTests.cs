using System.Diagnostics;
using System.Net;
using Shopkeeper.EndToEnd.Tests.Failover;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>
/// A process of three is killed (SIGKILL), asked to stop (SIGTERM) or hangs (SIGSTOP) in the middle of something. With
/// <c>./failover</c> all of it for each of the three endings, and with figures.
/// </summary>
[Collection(ThreeSilos.Name)]
public sealed class TakeoverTests(ThreeSilos silos)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private ServiceCluster Cluster => silos.Cluster;

    [Theory, Endings(Ending.Hang)]
    public Task Teardown_when_its_silo_is_gone_inside_a_step_is_certified_by_another(Ending ending, int run) =>
        silos.RunAsync(async () =>
        {
            var shop = await Merchant.InstalledAsync(Cluster.Processes[0]);
            await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { kept = 1 });
            await using var held = await HeldDeletes.BeginAsync(
                Cluster.Deployment.ConnectionString!, "user_preferences");
            await Cluster.Processes[0].EndByOperatorAsync(shop);
            var name = await Eventually.GetAsync("somebody purges the shop's data", held.FindWaitingAsync);

            await using var gone = await GoneSilo.EndAsync(Cluster, Named(name), ending);
            await held.ReleaseAsync(ending == Ending.Kill ? name : null);

            await gone.Survivor.UntilCertifiedAsync(shop);
            gone.Tell("a teardown's step, to the certificate", run);
            await gone.WakeAsync();
            var certificates = await gone.Survivor.Operations.ReadAsync($"certificates?shop={shop.Domain}");
            Assert.Equal(1, certificates.GetProperty("items").GetArrayLength());
            Assert.Equal(0, await gone.Survivor.ReadResidueAsync(shop));
        });

    [Theory, Endings(Ending.Kill)]
    public Task Job_and_requests_when_their_silo_is_gone_go_on_at_another(Ending ending, int run) =>
        silos.RunAsync(async () =>
        {
            var shops = await Task.WhenAll(
                Enumerable.Range(0, 6).Select(_ => Merchant.InstalledAsync(Cluster.Processes[0])));
            var (job, owner) = await RunningJobAsync(shops[0]);

            await using var gone = await GoneSilo.EndAsync(Cluster, owner, ending);

            var refusals = await Task.WhenAll(shops.Select(shop => UntilServedAsync(shop.Through(gone.Survivor))));
            gone.Tell("requests, to 200 for all shops", run, $", {refusals.Sum()} answers of 503");
            var through = shops[0].Through(gone.Survivor);
            await Eventually.UntilAsync(
                "the job is completed", async () => await StatusOfAsync(through, job) == "completed", Deadline);
            gone.Tell("a job, to its completion", run);
            await gone.WakeAsync();
            var done = await through.GetAsync($"/api/jobs/{job}");
            Assert.Equal("completed", done.GetProperty("status").GetString());
            Assert.Equal(ending == Ending.Stop ? 1 : 2, done.GetProperty("attempts").GetInt32());
            if (ending == Ending.Stop) Assert.Equal(0, refusals.Sum());
        });

    [Theory, Endings(Ending.Kill)]
    public Task Delivery_when_its_silo_is_gone_is_handled_by_another(Ending ending, int run) =>
        silos.RunAsync(async () =>
        {
            var shop = await Merchant.InstalledAsync(Cluster.Processes[0]);
            await using var held = await HeldDeletes.BeginAsync(
                Cluster.Deployment.ConnectionString!, "webhook_inbox");
            var delivery = SignedDelivery.Of(Cluster.Processes[0], shop, "products/update");
            using (var taken = await delivery.SendAsync(Cluster.Processes[0]))
                Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            var name = await Eventually.GetAsync("somebody handles the delivery", held.FindWaitingAsync);

            await using var gone = await GoneSilo.EndAsync(Cluster, Named(name), ending);
            // Of one that hangs the server would carry the statement out, and there would be nothing to take over.
            await held.ReleaseAsync(ending == Ending.Stop ? null : name);

            Assert.Equal("accepted", await gone.Survivor.UntilVerdictAsync(delivery.WebhookId, "accepted"));
            gone.Tell("a delivery, to its verdict", run);
            await gone.WakeAsync();
            Assert.Equal("accepted", await gone.Survivor.ReadVerdictAsync(delivery.WebhookId));
        });

    // Until five answers in a row are 200: how often it was 503 before. Nothing else may be answered.
    private static async Task<int> UntilServedAsync(Merchant shop)
    {
        var watch = Stopwatch.StartNew();
        var refusals = 0;
        for (var answered = 0; answered < 5;)
        {
            using var answer = await shop.SendAsync(HttpMethod.Get, "/api/session");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                answered++;
                continue;
            }
            (answered, refusals) = (0, refusals + 1);
            await answer.AssertProblemAsync(503, "unavailable");
            Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            Assert.True(watch.Elapsed < Deadline, "Five answers in a row are not 200.");
            await Pace.SpendAsync(Pause);
        }
        return refusals;
    }

    // Its first call to Shopify hangs; whoever takes the job up finds it answers.
    private async Task<(Guid Job, ShopkeeperProcess Owner)> RunningJobAsync(Merchant shop)
    {
        var shopify = Cluster.Deployment.Shopify.Control;
        await shopify.AddFaultAsync(
            new Fault { Shop = shop.Domain, Operation = "products", Kind = FaultKind.Hang, Times = 1 },
            CancellationToken.None);
        var job = await shop.StartJobAsync();
        await shopify.WaitForCallsAsync(
            1, TimeSpan.FromSeconds(30), shop.Domain, "products", CancellationToken.None);
        return (job, Cluster.Alive.Single(
            process => process.ReadLogs().Contains($"Job {job} (catalog-sync)", StringComparison.Ordinal)));
    }

    private ShopkeeperProcess Named(string connection) =>
        Cluster.Processes[Enumerable.Range(0, 3).Single(one => ServiceCluster.NameOf(one) == connection)];

    private static async Task<string?> StatusOfAsync(Merchant shop, Guid job) =>
        (await shop.GetAsync($"/api/jobs/{job}")).GetProperty("status").GetString();
}
