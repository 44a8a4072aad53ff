using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>Settings of the cluster that can't work are refused before anything is opened.</summary>
public sealed class ClusterSettingsTests
{
    private const string Postgres = "Host=127.0.0.1;Port=1;Username=u;Database=d";

    [Theory]
    [InlineData("Cluster:Role", "worker", "front-end")]
    [InlineData("Cluster:Address", "no-such-host.invalid", "auto")]
    [InlineData("Cluster:Address", " ", "auto")]
    [InlineData("Cluster:Address", "0.0.0.0", "Cluster:ListenAddress")]
    [InlineData("Cluster:ListenAddress", "everywhere", "*")]
    [InlineData("Cluster:SiloPort", "65536", "0 to 65535")]
    [InlineData("Cluster:GatewayPort", "-1", "0 to 65535")]
    [InlineData("Cluster:ClusterId", " ", "1 to 100")]
    [InlineData("Cluster:StopGrace", "00:00:21", "00:00:20")]
    public async Task Setting_when_it_can_not_work_is_refused_with_key_and_remedy(
        string key, string value, string remedy)
    {
        var refusal = await RefuseAsync(Postgres, (key, value));

        Assert.StartsWith(key, refusal, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_when_they_are_the_same_are_refused()
    {
        var refusal = await RefuseAsync(Postgres, ("Cluster:SiloPort", "11111"), ("Cluster:GatewayPort", "11111"));

        Assert.Contains("must differ", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("front-end")]
    public async Task Role_when_the_database_is_the_embedded_one_is_refused(string role)
    {
        var refusal = await RefuseAsync("", ("Cluster:Role", role));

        Assert.StartsWith("Cluster:Role", refusal, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Shopkeeper", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("localhost", "*")]
    [InlineData("lo", "127.0.0.1")]
    [InlineData("192.0.2.7", "*")]
    public Task Address_when_it_means_one_is_accepted(string address, string? listening) =>
        RefusedSettings.AssertNoneAsync(
            Settings(Postgres, ("Cluster:Address", address), ("Cluster:ListenAddress", listening)));

    private static async Task<string> RefuseAsync(string connection, params (string Key, string? Value)[] settings) =>
        Assert.Single(await RefusedSettings.ReadAsync(Settings(connection, settings)));

    private static Dictionary<string, string?> Settings(
        string connection, params (string Key, string? Value)[] settings)
    {
        var all = ServiceSettings.For(new Keys());
        all["ConnectionStrings:Shopkeeper"] = connection;
        all["Keys:Directory"] = Path.Combine(Path.GetTempPath(), "never-opened");
        all["Shopify:AppUrl"] = "https://app.example.com";
        foreach (var (key, value) in settings) all[key] = value;
        return all;
    }
}
