using System.Net;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.BackEnds;

/// <summary>Which back end may do what.</summary>
public sealed class ServiceKeyTests(SharedServices services, BareService bare)
{
    private static readonly (HttpMethod Method, string Path)[] Routes =
    [
        (HttpMethod.Get, ""), (HttpMethod.Post, "/token"), (HttpMethod.Get, "/configuration"),
        (HttpMethod.Put, "/configuration"), (HttpMethod.Post, "/jobs"),
        (HttpMethod.Get, "/jobs/01990000-0000-7000-8000-000000000000"),
    ];

    [Theory, OnBothDatabases]
    public async Task Back_end_when_its_key_is_missing_wrong_expired_or_an_operators_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        string?[] keys =
            [null, "x", service.Keys.ServiceExpired, service.Keys.Operator, Keys.HashOf(service.Keys.Service)];
        foreach (var (method, path) in Routes)
        {
            foreach (var key in keys)
            {
                using var answer = await service.ServeAsync(method, shop.Domain + path, key: key);
                await answer.AssertProblemAsync(401, "service-key-required", "Authorization");
            }
        }
        using var operations = new HttpRequestMessage(HttpMethod.Get, "/ops/api/shops");
        operations.Headers.TryAddWithoutValidation("Authorization", $"Bearer {service.Keys.Service}");
        using var refused = await service.Internal.SendAsync(operations, CancellationToken.None);
        await refused.AssertProblemAsync(401, "operator-key-required");
        using var outside = await service.Public.GetAsync(
            new Uri(service.PublicUrl, $"/service/shops/{shop.Domain}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Back_end_when_its_key_lacks_the_scope_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        using var read = await service.ServeAsync(HttpMethod.Get, shop.Domain, key: service.Keys.ServiceReader);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        foreach (var (method, path) in Routes.Skip(1))
        {
            using var answer = await service.ServeAsync(
                method, shop.Domain + path, key: service.Keys.ServiceReader);
            await answer.AssertProblemAsync(403, "scope-required", "Authorization");
        }
    }

    [Fact]
    public async Task Back_ends_when_no_key_is_configured_find_no_routes()
    {
        var service = await bare.GetAsync();
        foreach (var (method, path) in Routes)
        {
            using var answer = await service.ServeAsync(method, "a.myshopify.com" + path);
            await answer.AssertProblemAsync(404, "not-found");
        }
    }
}
