using System.Net;
using System.Net.Sockets;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Hosting;

/// <summary>A service that can't work does not start, and says which setting, which rule and what to do.</summary>
public sealed class RefusedStartTests(SharedServices services)
{
    private const string Secret = "e2e-secret-that-must-not-be-told";

    // The setting that is wrong, its value, and words that the message must have.
    private static readonly (string Key, string? Value, string[] Words)[] Cases =
    [
        ("Shopify:ApiKey", null, ["Shopify:ApiKey", "Dev Dashboard"]),
        ("Shopify:ApiSecret", null, ["Shopify:ApiSecret", "Shopify__ApiSecret"]),
        ("Shopify:ApiSecret", $"{Secret} {Secret}", ["Shopify:ApiSecret"]),
        ("Shopify:PreviousApiSecrets:0", $" {Secret}", ["Shopify:PreviousApiSecrets"]),
        ("Shopify:AppUrl", "http://app.example.com", ["Shopify:AppUrl", "https"]),
        ("Shopify:AppUrl", null, ["Shopify:AppUrl"]),
        ("Shopify:AdminUrlTemplate", "https://evil.example.com", ["Shopify:AdminUrlTemplate", "{shop}"]),
        ("Shopify:AdminUrlTemplate", "https://x{shop}", ["Shopify:AdminUrlTemplate", "{shop}"]),
        ("Shopify:AdminUrlTemplate", "http://example.com/{shop}", ["Shopify:AdminUrlTemplate", "loopback"]),
        ("Shopify:ApiVersion", "2026-13", ["Shopify:ApiVersion"]),
        ("Listen:Internal", "http://0.0.0.0:5081", ["Listen:Internal", "Operator:Keys"]),
        ("Listen:Public", "https://127.0.0.1:1", ["Listen:Public"]),
        ("Operator:Keys:a:Sha256", "abc", ["Operator:Keys:a:Sha256", "64"]),
        ("Operator:Keys:viewer:Roles", "owner", ["Operator:Keys:viewer:Roles", "viewer, operator"]),
        ("Operator:Keys:a b:Sha256", new string('a', 64), ["Operator:Keys", "letters"]),
        ("Service:Keys:worker:Sha256", "abc", ["Service:Keys:worker:Sha256", "64"]),
        ("Service:Keys:worker:Scopes", "", ["Service:Keys:worker:Scopes", "shops:read"]),
        ("Service:Keys:worker:Scopes", "shops:write", ["Service:Keys:worker:Scopes", "shops:read"]),
        ("Webhooks:MaximumBodyBytes", "5", ["Webhooks:MaximumBodyBytes"]),
        ("Webhooks:InFlightLimit", "1", ["Webhooks:InFlightLimit", "100000"]),
        ("Webhooks:InFlightBytes", "4096", ["Webhooks:InFlightBytes", "Webhooks:MaximumBodyBytes"]),
        ("Webhooks:BodyTimeout", "00:02:00", ["Webhooks:BodyTimeout", "00:01:00"]),
        ("EmbeddedApp:InFlightLimit", "0", ["EmbeddedApp:InFlightLimit", "100000"]),
        ("EmbeddedApp:AllowedOrigins:0", "*", ["EmbeddedApp:AllowedOrigins"]),
        ("EmbeddedApp:PageUrl", "http://app.example.com", ["EmbeddedApp:PageUrl", "https"]),
        ("Install:JobKinds:0", "no-such-job", ["Install:JobKinds", "no-such-job", "IJobHandler"]),
        ("Teardown:MaximumAttempts", "0", ["Teardown", "MaximumAttempts"]),
        ("Participants:search:Url", "http://search.example.com", ["Participants:search:Url", "https", "whsec_"]),
    ];

    [Fact]
    public async Task Start_when_a_setting_is_wrong_is_refused_with_key_and_remedy()
    {
        using var gate = new SemaphoreSlim(2);
        await Task.WhenAll(Cases.Select(async one =>
        {
            await gate.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                var (code, log) = await StartAsync(new Dictionary<string, string?> { [one.Key] = one.Value });
                Assert.True(code is 1 or 2, $"{one.Key}: exit code {code}: {log}");
                Assert.All(one.Words, word => Assert.Contains(word, log, StringComparison.Ordinal));
                AssertClear(log);
            }
            finally
            {
                gate.Release();
            }
        }));
    }

    [Fact]
    public async Task Start_when_production_has_no_settings_at_all_names_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        await using var process = ServiceProcess.Start(
            "Silo",
            ["serve"],
            new Dictionary<string, string?>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["Storage__DataDirectory"] = folder.Combine("data"),
            });

        Assert.Equal(2, await process.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken));
        foreach (var key in (string[])["Shopify:ApiKey", "Shopify:ApiSecret", "Shopify:AppUrl"])
            Assert.Contains(key, process.ReadLog(), StringComparison.Ordinal);
        AssertClear(process.ReadLog());
        Assert.False(File.Exists(folder.Combine("data", "development.json")));
    }

    [Fact]
    public async Task Start_when_another_process_has_the_database_is_refused_and_harms_nobody()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);

        var (code, log) = await StartAsync(
            new Dictionary<string, string?> { ["Storage:DataDirectory"] = service.DataDirectory });

        Assert.Equal(1, code);
        Assert.Contains("in use by another process", log, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Shopkeeper", log, StringComparison.Ordinal);
        AssertClear(log);
        await Merchant.InstalledAsync(service);
    }

    [Fact]
    public async Task Start_when_the_port_is_taken_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (code, log) = await StartAsync(
            new Dictionary<string, string?> { ["Listen:Public"] = $"http://{taken.LocalEndpoint}" });

        Assert.Equal(1, code);
        Assert.Contains("Listen:Public", log, StringComparison.Ordinal);
        AssertClear(log);
    }

    [Fact]
    public async Task Start_when_the_database_does_not_answer_is_refused()
    {
        var port = FreePort.Next();
        var (code, log) = await StartAsync(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Shopkeeper"] =
                $"Host=127.0.0.1;Port={port};Username=u;Password={Secret};Database=d;Timeout=3",
            ["Keys:Directory"] = null,
        });

        Assert.True(code is 1 or 2, log);
        AssertClear(log);
    }

    private static void AssertClear(string log)
    {
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Log)> StartAsync(IReadOnlyDictionary<string, string?> changes)
    {
        using var folder = new TemporaryFolder();
        var settings = ServiceSettings.For(new Keys());
        foreach (var key in settings.Keys.Where(key => key.StartsWith("Logging:", StringComparison.Ordinal)
            || key.StartsWith("Operator:", StringComparison.Ordinal)).ToArray())
        {
            settings.Remove(key);
        }
        settings["Storage:DataDirectory"] = folder.Combine("data");
        settings["Keys:Directory"] = folder.Combine("keys");
        settings["Listen:Public"] = $"http://127.0.0.1:{FreePort.Next()}";
        settings["Listen:Internal"] = $"http://127.0.0.1:{FreePort.Next()}";
        settings["Shopify:AppUrl"] = "https://app.example.com";
        foreach (var (key, value) in changes) settings[key] = value;
        await using var process = ServiceProcess.Start("Silo", ["serve"], ServiceSettings.AsEnvironment(settings));
        var code = await process.WaitForExitAsync(TimeSpan.FromSeconds(60));
        return (code, process.ReadLog());
    }
}
