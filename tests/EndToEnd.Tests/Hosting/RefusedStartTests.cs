using System.Net;
using System.Net.Sockets;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Hosting;

/// <summary>A service that can't work does not start, and says which setting, which rule and what to do.</summary>
public sealed class RefusedStartTests(SharedServices services)
{
    private const string Secret = "e2e-secret-that-must-not-be-told";

    // Of each start: the settings that are wrong, their values, and words that the message of each must have. What one
    // start has wrong, all of it has to be told, so that nobody mends one thing only to hear of the next.
    private static readonly (string Key, string? Value, string[] Words)[][] Starts =
    [
        [
            ("Shopify:ApiKey", null, ["Shopify:ApiKey", "Dev Dashboard"]),
            ("Shopify:ApiSecret", null, ["Shopify:ApiSecret", "Shopify__ApiSecret"]),
            ("Shopify:PreviousApiSecrets:0", $" {Secret}", ["Shopify:PreviousApiSecrets"]),
            ("Shopify:AppUrl", "http://app.example.com", ["Shopify:AppUrl", "https"]),
            ("Shopify:AdminUrlTemplate", "https://evil.example.com", ["Shopify:AdminUrlTemplate", "{shop}"]),
            ("Shopify:ApiVersion", "2026-13", ["Shopify:ApiVersion"]),
            ("Webhooks:MaximumBodyBytes", "5", ["Webhooks:MaximumBodyBytes"]),
            ("Webhooks:InFlightLimit", "1", ["Webhooks:InFlightLimit", "100000"]),
            ("Webhooks:BodyTimeout", "00:02:00", ["Webhooks:BodyTimeout", "00:01:00"]),
            ("EmbeddedApp:InFlightLimit", "0", ["EmbeddedApp:InFlightLimit", "100000"]),
            ("EmbeddedApp:AllowedOrigins:0", "*", ["EmbeddedApp:AllowedOrigins"]),
            ("EmbeddedApp:PageUrl", "http://app.example.com", ["EmbeddedApp:PageUrl", "https"]),
            ("Operator:Keys:a:Sha256", "abc", ["Operator:Keys:a:Sha256", "64"]),
            ("Operator:Keys:viewer:Roles", "owner", ["Operator:Keys:viewer:Roles", "viewer, operator"]),
            ("Service:Keys:worker:Sha256", "abc", ["Service:Keys:worker:Sha256", "64"]),
            ("Service:Keys:reader:Scopes", "", ["Service:Keys:reader:Scopes", "shops:read"]),
            ("Teardown:MaximumAttempts", "0", ["Teardown", "MaximumAttempts"]),
        ],
        [
            ("Shopify:ApiSecret", $"{Secret} {Secret}", ["Shopify:ApiSecret"]),
            ("Shopify:AppUrl", null, ["Shopify:AppUrl"]),
            ("Shopify:AdminUrlTemplate", "https://x{shop}", ["Shopify:AdminUrlTemplate", "{shop}"]),
            ("Operator:Keys:a b:Sha256", new string('a', 64), ["Operator:Keys", "letters"]),
            ("Service:Keys:worker:Scopes", "shops:write", ["Service:Keys:worker:Scopes", "shops:read"]),
            ("Webhooks:InFlightBytes", "4096", ["Webhooks:InFlightBytes", "Webhooks:MaximumBodyBytes"]),
        ],
        [("Shopify:AdminUrlTemplate", "http://example.com/{shop}", ["Shopify:AdminUrlTemplate", "loopback"])],
        [("Listen:Internal", "http://0.0.0.0:5081", ["Listen:Internal", "Operator:Keys"])],
        [("Listen:Public", "https://127.0.0.1:1", ["Listen:Public"])],
        [("Install:JobKinds:0", "no-such-job", ["Install:JobKinds", "no-such-job", "IJobHandler"])],
        [
            ("Participants:search:Url", "http://search.example.com", ["Participants:search:Url", "https"]),
            ("Participants:search:Secret", null, ["Participants:search:Secret", "whsec_"]),
        ],
    ];

    [Fact]
    public async Task Start_when_settings_are_wrong_is_refused_with_the_key_and_remedy_of_each()
    {
        var start = Starts[0];
        var (code, log) = await StartAsync(start.ToDictionary(one => one.Key, one => one.Value));
        Assert.True(code is 1 or 2, $"Exit code {code}: {log}");
        AssertAllAreTold(start, log.Split('\n'));
        AssertClear(log);
    }

    // What else can be wrong. The process tells what the check tells, and has told it above.
    [Fact]
    public async Task Settings_when_wrong_are_refused_with_the_key_and_remedy_of_each()
    {
        foreach (var start in Starts.Skip(1))
        {
            var settings = Settings();
            foreach (var (key, value, _) in start) settings[key] = value;
            var told = await RefusedSettings.ReadAsync(settings);
            AssertAllAreTold(start, told);
            AssertClear(string.Join('\n', told));
        }
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

    private static void AssertAllAreTold(
        IEnumerable<(string Key, string? Value, string[] Words)> start, IReadOnlyList<string> lines) =>
        Assert.All(start, one => Assert.True(
            lines.Any(line => one.Words.All(word => line.Contains(word, StringComparison.Ordinal))),
            $"No line has all of {string.Join(", ", one.Words)}: {string.Join('\n', lines)}"));

    private static void AssertClear(string log)
    {
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Log)> StartAsync(IReadOnlyDictionary<string, string?> changes)
    {
        using var folder = new TemporaryFolder();
        var settings = Settings();
        settings["Storage:DataDirectory"] = folder.Combine("data");
        settings["Keys:Directory"] = folder.Combine("keys");
        settings["Listen:Public"] = $"http://127.0.0.1:{FreePort.Next()}";
        settings["Listen:Internal"] = $"http://127.0.0.1:{FreePort.Next()}";
        foreach (var (key, value) in changes) settings[key] = value;
        await using var process = ServiceProcess.Start("Silo", ["serve"], ServiceSettings.AsEnvironment(settings));
        var code = await process.WaitForExitAsync(TimeSpan.FromSeconds(60));
        return (code, process.ReadLog());
    }

    private static Dictionary<string, string?> Settings()
    {
        var settings = ServiceSettings.For(new Keys());
        foreach (var key in settings.Keys.Where(key => key.StartsWith("Logging:", StringComparison.Ordinal)
            || key.StartsWith("Operator:", StringComparison.Ordinal)).ToArray())
        {
            settings.Remove(key);
        }
        settings["Shopify:AppUrl"] = "https://app.example.com";
        return settings;
    }
}
