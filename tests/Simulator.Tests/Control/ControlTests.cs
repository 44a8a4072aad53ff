using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.Control;

public sealed class ControlTests : SimulatorTest
{
    private const string ReadShop = "{ shop { id } }";

    [Fact]
    public async Task Calls_are_read_back_in_order_with_a_fingerprint_and_never_the_token()
    {
        var token = await InstallAsync();
        await DataAsync(Shop, token, ReadShop);
        using var refused = await QueryAsync(Shop, "shpat_unknown", "{ currentAppInstallation { id } shop { id } }");

        var calls = await Control.ListCallsAsync(Shop, cancellationToken: Cancel);

        Assert.Equal(["shop", "currentAppInstallation,shop"], calls.Select(call => call.Operation));
        Assert.Equal([200, 401], calls.Select(call => call.Status));
        Assert.Equal(TokenFingerprint.Of(token), calls[0].TokenFingerprint);
        Assert.Equal((await Control.GetShopAsync(Shop, Cancel)).InstallationId, calls[0].InstallationId);
        Assert.Null(calls[1].InstallationId);
        using var raw = await Http.GetAsync(new Uri(Simulator.BaseUrl, "_control/calls"), Cancel);
        Assert.DoesNotContain(token, await raw.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Merchant_can_reinstall_between_two_calls()
    {
        var old = await InstallAsync();
        var before = (await Control.GetShopAsync(Shop, Cancel)).InstallationId;
        Simulator.OnCall = async call =>
        {
            if (call.Operation == "appUninstall")
                await Control.InstallAsync(Shop, new InstallRequest { Reinstall = true }, Cancel);
        };
        List<SimulatedCall> answered = [];
        Simulator.OnAnswer = call =>
        {
            answered.Add(call);
            return Task.CompletedTask;
        };

        using var response = await QueryAsync(Shop, old, "mutation { appUninstall { userErrors { code } } }");

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(401, Assert.Single(answered).Status);
        Assert.Equal(before, answered[0].InstallationId);
        Assert.NotNull((await Control.GetShopAsync(Shop, Cancel)).InstallationId);
        Assert.NotEqual(before, (await Control.GetShopAsync(Shop, Cancel)).InstallationId);
    }

    [Fact]
    public async Task Client_of_another_process_sees_the_same_simulator()
    {
        using var client = new SimulatorClient(Simulator.BaseUrl);

        await client.CreateShopAsync(new NewShop { Domain = Shop, Id = 548380009, Products = 7 }, Cancel);

        var shop = Assert.Single(await Control.ListShopsAsync(Cancel));
        Assert.Equal((548380009, 7, "Blue Widgets"), (shop.Id, shop.Products, shop.Name));
    }

    [Theory]
    [InlineData("POST", "shops", "{\"domain\":\"evil.example\"}", "domain")]
    [InlineData("POST", "shops", "{}", "body")]
    [InlineData("POST", "shops", "not json", "body")]
    [InlineData("POST", "shops", "{\"domain\":\"a.myshopify.com\",\"products\":-1}", "products")]
    [InlineData("POST", "shops", "{\"domain\":\"a.myshopify.com\",\"id\":\"seven\"}", "id")]
    [InlineData("PATCH", "shops/{shop}", "{\"status\":\"asleep\"}", "status")]
    [InlineData("PATCH", "shops/{shop}", "{\"staus\":\"frozen\"}", "staus")]
    [InlineData("POST", "shops/{shop}/deliveries", "{\"topic\":\"a/b\",\"copies\":0}", "copies")]
    [InlineData("POST", "shops/{shop}/deliveries", "{\"topic\":\"a/b\",\"headers\":{\"a b\":\"c\"}}", "headers.a b")]
    [InlineData("POST", "shops/{shop}/deliveries", "{\"topic\":\"a/b\",\"delay\":\"soon\"}", "delay")]
    [InlineData("POST", "shops/{shop}/deliveries", "{\"topic\":\"\"}", "topic")]
    [InlineData("POST", "shops/{shop}/events", "{\"topic\":\"a/b\",\"body\":[1]}", "body")]
    [InlineData("POST", "faults", "{\"status\":42}", "status")]
    [InlineData("POST", "faults", "{\"kind\":\"latency\"}", "latency")]
    [InlineData("POST", "faults", "{\"times\":0}", "times")]
    [InlineData("POST", "deliveries/release", "{\"ids\":[]}", "ids")]
    [InlineData("PUT", "app", "{\"appUrl\":\"ftp://x\"}", "appUrl")]
    [InlineData("GET", "calls?wait=forever", "", "wait")]
    public async Task Bad_input_is_answered_400_naming_field_and_remedy(
        string method, string path, string body, string field)
    {
        await InstallAsync();

        var (status, error) = await SendAsync(method, path, body);

        Assert.Equal(400, status);
        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
    }

    [Theory]
    [InlineData("GET", "shops/unknown.myshopify.com", 404)]
    [InlineData("POST", "shops/unknown.myshopify.com/uninstall", 404)]
    [InlineData("GET", "deliveries/d999", 404)]
    [InlineData("DELETE", "faults/f999", 404)]
    [InlineData("GET", "nothing", 404)]
    [InlineData("POST", "shops", 409)]
    public async Task What_does_not_exist_or_is_taken_is_refused(string method, string path, int status)
    {
        await InstallAsync();

        var (answered, error) = await SendAsync(method, path, $"{{\"domain\":\"{Shop}\"}}");

        Assert.Equal(status, answered);
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
    }

    [Fact]
    public async Task Uninstall_where_nothing_is_installed_is_refused_with_the_reason()
    {
        await Control.CreateShopAsync(new NewShop { Domain = Shop }, Cancel);

        var refusal = await Assert.ThrowsAsync<SimulatorRefusedException>(
            () => Control.UninstallAsync(Shop, cancellationToken: Cancel));

        Assert.Equal(409, refusal.Status);
        Assert.Contains("not installed", refusal.Problem);
    }

    [Fact]
    public async Task Reset_forgets_everything_but_the_app()
    {
        var token = await InstallAsync();
        await DataAsync(Shop, token, ReadShop);
        await Control.AddFaultAsync(new Fault(), Cancel);
        await Control.DeliverAsync(Shop, new DeliveryRequest { Topic = "a/b", Hold = true }, Cancel);

        await Control.ResetAsync(Cancel);

        Assert.Empty(await Control.ListShopsAsync(Cancel));
        Assert.Empty(await Control.ListFaultsAsync(Cancel));
        Assert.Empty(await Control.ListCallsAsync(cancellationToken: Cancel));
        Assert.Empty(await Control.ListDeliveriesAsync(cancellationToken: Cancel));
        var sent = await InstallAsync();
        Assert.NotEqual(token, sent);
    }

    [Fact]
    public async Task App_settings_never_show_the_secret()
    {
        using var response = await Http.GetAsync(new Uri(Simulator.BaseUrl, "_control/app"), Cancel);

        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Contains(SimulatorOptions.DefaultApiKey, body);
        Assert.DoesNotContain(SimulatorOptions.DefaultApiSecret, body);
    }

    [Fact]
    public async Task Launch_address_carries_a_session_token_and_is_signed()
    {
        await InstallAsync();

        var minted = await Control.MintSessionTokenAsync(Shop, cancellationToken: Cancel);

        Assert.Equal(App.Url.Authority, minted.LaunchUrl.Authority);
        Assert.Contains($"id_token={minted.Token}", minted.LaunchUrl.Query);
        var parts = minted.Token.Split('.');
        var signature = Convert.ToBase64String(Hmac(SimulatorOptions.DefaultApiSecret, $"{parts[0]}.{parts[1]}"))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.Equal(signature, parts[2]);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://192.0.2.1:5090")]
    public async Task Simulator_refuses_to_listen_beyond_loopback(string url)
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => SimulatorHost.StartAsync(Options with { Url = url }, Cancel));

        Assert.Contains("Url", refusal.Message);
    }

    private async Task<(int Status, JsonElement Error)> SendAsync(string method, string path, string body)
    {
        var address = new Uri(Simulator.BaseUrl, "_control/" + path.Replace("{shop}", Shop, StringComparison.Ordinal));
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request, Cancel);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return ((int)response.StatusCode, problem.GetProperty("errors")[0]);
    }
}
