using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Simulator.Tests.Hosting;

public sealed partial class ProcessTests
{
    private const string Shop = "blue-widgets.myshopify.com";
    private const string Secret = "a-secret-that-only-this-test-uses";

    private static readonly Dictionary<string, string?> Talkative = new()
    {
        ["Logging__LogLevel__Default"] = "Trace",
        ["Logging__Console__LogLevel__Default"] = "Trace",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:1",
        ["Simulator__ApiSecret"] = Secret,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_of_its_own_serves_stops_when_asked_and_writes_no_secret_at_any_level()
    {
        await using var process = ServiceProcess.Start("Simulator", ["--url", "http://127.0.0.1:0"], Talkative);
        await process.WaitForOutputAsync("Control it at", cancellationToken: Cancel);
        var address = new Uri(Listening().Match(process.ReadOutput()).Groups[1].Value);
        using var control = new SimulatorClient(address);
        using var http = new HttpClient();
        var pair = await control.InstallAsync(Shop, new InstallRequest { Expiring = true }, Cancel);
        var code = (await control.InstallAsync(Shop, new InstallRequest { Kind = InstallKind.Code }, Cancel)).Code!;
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(address, $"{Shop}/admin/api/2026-10/graphql.json"));
        request.Headers.Add("X-Shopify-Access-Token", pair.AccessToken);
        request.Content = JsonContent.Create(new { query = "{ shop { id } }" });
        using var answer = await http.SendAsync(request, Cancel);
        await control.UninstallAsync(Shop, cancellationToken: Cancel);

        var exit = await process.StopAsync(cancellationToken: Cancel);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(0, exit);
        var log = process.ReadLog();
        foreach (var secret in new[] { Secret, pair.AccessToken!, pair.RefreshToken!, code, Shop })
            Assert.DoesNotContain(secret, log);
    }

    [Theory]
    [InlineData("--url", "http://0.0.0.0:5090", "Url")]
    [InlineData("--api-secret", "short", "ApiSecret")]
    [InlineData("--app-url", "not an address", "AppUrl")]
    [InlineData("--no-such-option", "1", "--no-such-option")]
    public async Task Process_with_an_unusable_option_refuses_to_start_and_names_it(
        string option, string value, string named)
    {
        await using var process = ServiceProcess.Start("Simulator", [option, value]);

        Assert.Equal(1, await process.WaitForExitAsync(cancellationToken: Cancel));
        Assert.Contains(named, process.ReadError());
        Assert.DoesNotContain("   at ", process.ReadLog());
    }

    [GeneratedRegex(@"listens on (\S+)")]
    private static partial Regex Listening();
}
