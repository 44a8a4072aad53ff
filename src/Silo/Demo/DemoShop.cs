using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Silo.Demo;

/// <summary>A merchant's side of one shop: the browser that installs, and the embedded app's page.</summary>
internal sealed class DemoShop(DemoService service, string domain)
{
    public string Domain { get; } = domain;

    /// <summary>Goes through the authorization as a browser does: app, shop, app, and into the admin.</summary>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var browser = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });
        var next = new Uri(service.PublicUrl, $"/auth?shop={Domain}");
        for (var hop = 0; hop < 3; hop++)
        {
            using var answer = await browser.GetAsync(next, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.Found)
                throw new InvalidOperationException(
                    $"The install stopped at hop {hop + 1} with {(int)answer.StatusCode}.");
            next = new Uri(next, answer.Headers.Location!);
        }
    }

    /// <summary>One call of the embedded app's page, as the given user.</summary>
    public async Task<JsonElement> CallAsync(
        HttpMethod method, string path, object? body, long? user, CancellationToken cancellationToken)
    {
        var session = await service.Shopify.Control.MintSessionTokenAsync(
            Domain, new SessionTokenRequest { UserId = user }, cancellationToken);
        using var http = new HttpClient { BaseAddress = service.PublicUrl };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        if (method == HttpMethod.Put) request.Headers.TryAddWithoutValidation("If-Match", "*");
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path} answered {(int)answer.StatusCode}.");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    /// <summary>Uses the app, so that every store holds something of the shop.</summary>
    public async Task LiveAsync(CancellationToken cancellationToken)
    {
        var owner = (await service.Shopify.Control.GetShopAsync(Domain, cancellationToken)).OwnerId;
        foreach (var user in (long[])[owner, owner + 1])
        {
            await CallAsync(HttpMethod.Get, "/api/session", null, user, cancellationToken);
            await CallAsync(HttpMethod.Put, "/api/preferences", new { theme = "dark", user }, user, cancellationToken);
        }
        await CallAsync(
            HttpMethod.Put, "/api/configuration", new { greeting = $"Welcome to {Domain}", limit = 20 }, owner,
            cancellationToken);
        await CallAsync(HttpMethod.Post, "/api/jobs", new { kind = "catalog-sync" }, owner, cancellationToken);
        await service.Shopify.Control.RaiseAsync(
            Domain, new EventRequest { Topic = "products/update" }, cancellationToken);
    }
}
