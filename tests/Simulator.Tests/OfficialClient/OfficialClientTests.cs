using System.Text.Json;
using Shopkeeper.Testing;

namespace Shopkeeper.Simulator.Tests.OfficialClient;

/// <summary>Shopify's official library for Node.js, unchanged but for the host, against the simulator.</summary>
public sealed class OfficialClientTests : SimulatorTest
{
    private static readonly string[] Files = ["package.json", "package-lock.json", "client.mjs"];
    private static readonly string[] Refused = ["frozen", "locked", "closed", "uninstalled"];

    [Fact]
    public async Task Official_library_finds_a_shopify_in_every_flow_it_knows()
    {
        using var folder = new TemporaryFolder();
        var results = await RunAsync(folder);

        Assert.False(results.TryGetProperty("failed", out var failed), failed.ToString());
        foreach (var flow in (string[])["authorizationCode", "offlineExchange", "refresh", "migration"])
            AssertPair(results.GetProperty(flow));
        Assert.True(results.GetProperty("refresh").GetProperty("another").GetBoolean());
        var online = results.GetProperty("onlineExchange");
        Assert.True(online.GetProperty("isOnline").GetBoolean());
        Assert.True(online.GetProperty("owner").GetBoolean());
        Assert.False(online.GetProperty("hasRefreshToken").GetBoolean());
        Assert.True(results.GetProperty("sessionToken").GetProperty("aud").GetBoolean());
        var graphQL = results.GetProperty("graphql");
        Assert.Equal(2, graphQL.GetProperty("products").GetInt32());
        Assert.True(graphQL.GetProperty("cost").GetBoolean());
        AssertWebhooks(results);
        AssertFailures(results.GetProperty("failures"));
    }

    private static void AssertPair(JsonElement session)
    {
        Assert.Equal("read_products", session.GetProperty("scope").GetString());
        Assert.False(session.GetProperty("isOnline").GetBoolean());
        foreach (var part in (string[])["hasToken", "hasRefreshToken", "expires"])
            Assert.True(session.GetProperty(part).GetBoolean(), part);
    }

    private static void AssertWebhooks(JsonElement results)
    {
        var webhooks = results.GetProperty("webhooks");
        Assert.Equal(2, webhooks.GetProperty("registered").GetInt32());
        Assert.Equal(0, webhooks.GetProperty("again").GetInt32());
        Assert.Equal(2, webhooks.GetProperty("kept").GetInt32());
        var delivery = results.GetProperty("delivery");
        Assert.True(delivery.GetProperty("valid").GetBoolean(), delivery.ToString());
        Assert.Equal("PRODUCTS_UPDATE", delivery.GetProperty("topic").GetString());
    }

    private static void AssertFailures(JsonElement failures)
    {
        int[] statuses = [402, 423, 404, 401];
        foreach (var (state, status) in Refused.Zip(statuses))
        {
            var failure = failures.GetProperty(state);
            Assert.Equal(("HttpResponseError", status), (
                failure.GetProperty("type").GetString(), failure.GetProperty("status").GetInt32()));
        }

        Assert.Equal("GraphqlQueryError", failures.GetProperty("throttled").GetProperty("type").GetString());
        Assert.Equal(400, failures.GetProperty("exchange").GetProperty("status").GetInt32());
    }

    private async Task<JsonElement> RunAsync(TemporaryFolder folder)
    {
        var source = Path.Combine(RepositoryRoot.Path, "tests", "Simulator.Tests", "OfficialClient");
        foreach (var file in Files) File.Copy(Path.Combine(source, file), folder.Combine(file));
        await using var install = ServiceProcess.Run(
            "npm", NodeProgram.FindNpm(),
            ["ci", "--prefix", folder.Path, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]);
        var installed = await install.WaitForExitAsync(TimeSpan.FromMinutes(3), Cancel);
        Assert.True(installed == 0, install.ReadLog());
        await using var client = ServiceProcess.Run(
            "node", NodeProgram.Find(),
            [
                folder.Combine("client.mjs"), Simulator.BaseUrl.GetLeftPart(UriPartial.Authority),
                SimulatorOptions.DefaultApiKey, SimulatorOptions.DefaultApiSecret,
            ]);
        var exit = await client.WaitForExitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.True(exit == 0, client.ReadLog());
        return JsonSerializer.Deserialize<JsonElement>(client.ReadOutput());
    }
}
