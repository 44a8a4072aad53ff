using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shopkeeper.Simulator.Tests;

/// <summary>A simulator and a listening app on free ports, and the calls that tests make to them.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    protected const string Shop = "blue-widgets.myshopify.com";
    protected const string Neighbour = "red-widgets.myshopify.com";

    private protected SimulatorHost Simulator { get; private set; } = null!;

    private protected AppListener App { get; private set; } = null!;

    private protected HttpClient Http { get; } =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private protected SimulatorClient Control => Simulator.Control;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Retries come after milliseconds, so that a test sees all eight.</summary>
    private protected virtual SimulatorOptions Options => new()
    {
        Url = "http://127.0.0.1:0", AppUrl = App.Url, FirstRetryAfter = TimeSpan.FromMilliseconds(1),
    };

    public async ValueTask InitializeAsync()
    {
        App = await AppListener.StartAsync(Cancel);
        Simulator = await SimulatorHost.StartAsync(Options, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Simulator.DisposeAsync();
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Uri AdminUrl(string shop, string path) =>
        new(Simulator.AdminUrlTemplate.Replace("{shop}", shop, StringComparison.Ordinal) + "/admin/" + path);

    private protected async Task<HttpResponseMessage> QueryAsync(
        string shop, string? token, string query, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AdminUrl(shop, "api/2026-10/graphql.json"));
        if (token is not null) request.Headers.Add("X-Shopify-Access-Token", token);
        request.Content = JsonContent.Create(new { query, variables });
        return await Http.SendAsync(request, Cancel);
    }

    /// <summary>The <c>data</c> of a query that must succeed.</summary>
    private protected async Task<JsonElement> DataAsync(
        string shop, string token, string query, object? variables = null)
    {
        using var response = await QueryAsync(shop, token, query, variables);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }

    private protected async Task<(int Status, JsonElement Body)> TokenAsync(
        string shop, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value);
        form.TryAdd("client_id", SimulatorOptions.DefaultApiKey);
        form.TryAdd("client_secret", SimulatorOptions.DefaultApiSecret);
        using var content = new FormUrlEncodedContent(form);
        using var response = await Http.PostAsync(AdminUrl(shop, "oauth/access_token"), content, Cancel);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    private protected async Task<string> InstallAsync(string shop = Shop) =>
        (await Control.InstallAsync(shop, cancellationToken: Cancel)).AccessToken!;

    private protected static byte[] Hmac(string secret, string text) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));

    private protected static void AssertSigned(ReceivedDelivery delivery) =>
        Assert.Equal(
            Convert.ToBase64String(Hmac(SimulatorOptions.DefaultApiSecret, delivery.Body)),
            delivery.Headers["X-Shopify-Hmac-Sha256"]);
}
