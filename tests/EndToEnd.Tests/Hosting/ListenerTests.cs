using System.Net;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Hosting;

/// <summary>Two listeners: what one serves is not there on the other.</summary>
public sealed class ListenerTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Route_when_asked_for_on_the_other_listener_is_not_there(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        foreach (var (method, path) in await DescribedAsync(service))
        {
            var isInternal = path.StartsWith("/ops", StringComparison.Ordinal)
                || path.StartsWith("/service", StringComparison.Ordinal);
            await AssertNotThereAsync(isInternal ? service.Public : service.Internal, service, method, path);
        }
        foreach (var path in (string[])
        [
            "/metrics", "/health/ready", "/openapi/v1.json", "/dashboard", "/dashboard/DashboardCounters",
            "/ops/sign-in",
        ])
        {
            await AssertNotThereAsync(service.Public, service, "GET", path);
        }
        await AssertNotThereAsync(service.Internal, service, "GET", "/health/live");
        await AssertNotThereAsync(service.Internal, service, "POST", "/webhooks/anything");
    }

    [Theory, OnBothDatabases]
    public async Task Listener_when_the_host_header_names_the_other_serves_its_own(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ops/api/shops");
        request.Headers.Host = service.InternalUrl.Authority;
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", service.InternalUrl.Authority);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Port", $"{service.InternalUrl.Port}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {service.Keys.Operator}");

        using var answer = await service.Public.SendAsync(request, CancellationToken.None);

        await answer.AssertProblemAsync(404, "not-found");
    }

    [Theory, OnBothDatabases]
    public async Task Answers_when_given_carry_headers_that_browsers_heed(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        using var own = await service.Internal.GetAsync("/ops/sign-in", TestContext.Current.CancellationToken);
        using var open = await service.Public.GetAsync("/health/live", TestContext.Current.CancellationToken);
        var policy = Assert.Single(own.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        foreach (var answer in (HttpResponseMessage[])[own, open])
        {
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    private static async Task<IEnumerable<(string Method, string Path)>> DescribedAsync(ShopkeeperProcess service) =>
        from path in (await service.Internal.ReadAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where method.Value.ValueKind == JsonValueKind.Object
        select (method.Name.ToUpperInvariant(), path.Name);

    private static async Task AssertNotThereAsync(
        HttpClient client, ShopkeeperProcess service, string method, string path)
    {
        var id = Guid.Empty.ToString();
        var filled = path.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{shop}", "a.myshopify.com", StringComparison.Ordinal)
            .Replace("{webhookId}", id, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), filled);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {service.Keys.Operator}");
        using var answer = await client.SendAsync(request, CancellationToken.None);
        Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {filled}: {(int)answer.StatusCode}");
        await answer.AssertProblemAsync(404, "not-found");
    }
}
