using System.Net;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Participants;

/// <summary>The sample participant in real teardowns: down for a while, slow, killed, its secret changed.</summary>
public sealed class NodeParticipantTests(NodeParticipantTests.OldSecret old)
    : IClassFixture<NodeParticipantTests.OldSecret>
{
    [Fact]
    public Task Teardown_when_the_participant_is_down_waits_for_it_in_sight_and_erases_once_it_is_back() =>
        old.RunAsync(service => OutageAsync(service, old.Node));

    [Fact]
    public async Task Teardown_when_an_erasure_takes_its_time_is_polled_and_survives_the_participants_end()
    {
        await using var node = new NodeParticipant(new Dictionary<string, string?> { ["ERASE_MS"] = "1500" });
        await ShopkeeperProcess.RunAsync(
            DatabaseKind.Postgres, service => SlowAsync(service, node), Patient(node.Settings()));
    }

    [Fact]
    public Task Teardown_when_the_secret_is_being_changed_is_taken_by_a_participant_that_has_the_old_one() =>
        old.RunAsync(async service =>
        {
            await old.Node.StartAsync();
            var shop = await Merchant.InstalledAsync(service, products: 1);
            await old.Node.PutAsync(shop, "report", "content");

            await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));

            Assert.DoesNotContain(
                old.Node.ReadFiles().Keys, path => path.StartsWith("documents", StringComparison.Ordinal));
            old.Node.Kill();
        });

    private static async Task OutageAsync(ShopkeeperProcess service, NodeParticipant node)
    {
        var shop = await Merchant.InstalledAsync(service, products: 1);
        using (var preview = await service.Operations.PostAsync(
            $"shops/{shop.Domain}/uninstall?dryRun=true", null, CancellationToken.None))
        {
            var asked = (await preview.ReadJsonAsync()).GetProperty("participants").EnumerateArray()
                .Single(one => one.Text("name") == "documents");
            Assert.Equal(HttpStatusCode.OK, preview.StatusCode);
            Assert.Equal(("unknown", "participant-unreachable"), (asked.Text("assurance"), asked.Text("code")));
        }

        var teardown = await service.EndByOperatorAsync(shop);
        var seen = await service.UntilParticipantAsync(
            teardown, "documents", "down", progress => progress.GetProperty("attempts").GetInt32() >= 3);
        Assert.Equal(("failed", "participant-unreachable"), (seen.Text("state"), seen.Text("lastCode")));
        // The folder of files has nothing to wait for.
        Assert.Equal("erased", (await service.FindParticipantAsync(teardown, "files"))!.Value.Text("state"));
        var health = await service.ReadHealthAsync("documents");
        Assert.Equal((1, 1), (health.GetProperty("waiting").GetInt32(), health.GetProperty("failing").GetInt32()));
        Assert.Equal("participant-unreachable", health.Text("lastFailureCode"));

        await node.StartAsync();
        var shops = await service.UntilCertifiedAsync(teardown);

        Assert.Equal("verified", shops.GetProperty("participants").EnumerateArray()
            .Single(one => one.Text("name") == "documents").Text("assurance"));
        Assert.Equal(0, (await service.ReadHealthAsync("documents")).GetProperty("waiting").GetInt32());
        node.Kill();
    }

    private static async Task SlowAsync(ShopkeeperProcess service, NodeParticipant node)
    {
        await node.StartAsync();
        var shop = await Merchant.InstalledAsync(service, products: 1);
        var stays = await Merchant.InstalledAsync(service, products: 1);
        foreach (var number in Enumerable.Range(1, 3)) await node.PutAsync(shop, $"{number}", "goes");
        await node.PutAsync(stays, "1", "stays");
        var teardown = await service.EndByOperatorAsync(shop);
        var busy = await service.UntilParticipantAsync(
            teardown, "documents", "busy", progress => progress.Text("state") == "busy");
        Assert.Equal(("erase", 0), (busy.Text("operation"), busy.GetProperty("attempts").GetInt32()));

        // What it had begun is lost with it; asked again, it begins anew.
        node.Kill();
        await node.StartAsync();
        var certified = await service.UntilCertifiedAsync(teardown);

        var erased = certified.GetProperty("participants").EnumerateArray()
            .Single(one => one.Text("name") == "documents").GetProperty("erased").EnumerateArray().Single();
        Assert.Equal(("reports", 3), (erased.Text("store"), erased.GetProperty("count").GetInt32()));
        var documents = node.ReadFiles().Keys
            .Where(path => path.StartsWith("documents", StringComparison.Ordinal)).ToArray();
        Assert.Equal([Path.Combine("documents", $"{stays.InstallationId}", "reports", "1.json")], documents);
        Assert.DoesNotContain(shop.Domain, node.ReadLog(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Patient(Dictionary<string, string?> settings)
    {
        settings["Teardown:ParticipantAttempts"] = "1000";
        return settings;
    }

    /// <summary>A service that signs with a new secret, too, and a participant that has the old one.</summary>
    public sealed class OldSecret : ClassService
    {
        /// <summary>Begins with a participant that is not there yet.</summary>
        public OldSecret()
            : this(new NodeParticipant())
        {
        }

        private OldSecret(NodeParticipant node)
            : base(DatabaseKind.Sqlite, Changing(node)) => Node = node;

        /// <summary>The participant.</summary>
        public NodeParticipant Node { get; }

        /// <inheritdoc/>
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Node.DisposeAsync();
        }

        private static Dictionary<string, string?> Changing(NodeParticipant node)
        {
            var settings = Patient(node.Settings());
            settings["Participants:documents:PreviousSecret"] = node.Secret;
            settings["Participants:documents:Secret"] = NodeParticipant.NewSecret();
            return settings;
        }
    }
}
