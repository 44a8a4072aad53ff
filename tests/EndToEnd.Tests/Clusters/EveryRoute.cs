using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>
/// Calls every route that a process describes, one by one, as somebody who may. A role that lacks one service of an
/// endpoint answers that route with a 5xx, and no other test may ever call just that route on just that role.
/// </summary>
internal static class EveryRoute
{
    /// <summary>Fails for a route that answers 5xx.</summary>
    /// <returns>How many routes were called.</returns>
    public static async Task<int> AssertAnsweredAsync(ShopkeeperProcess service, Merchant shop)
    {
        var description = await service.Internal.ReadAsync("/openapi/v1.json");
        var routes =
            (from path in description.GetProperty("paths").EnumerateObject()
             from method in path.Value.EnumerateObject()
             where method.Value.ValueKind == JsonValueKind.Object
             select (Method: method.Name, Path: path.Name)).ToList();
        foreach (var (method, path) in routes) await AssertAnsweredAsync(service, shop, method, path);
        return routes.Count;
    }

    private static async Task AssertAnsweredAsync(
        ShopkeeperProcess service, Merchant shop, string method, string path)
    {
        var isInternal = path.StartsWith("/ops", StringComparison.Ordinal)
            || path.StartsWith("/service", StringComparison.Ordinal);
        var bearer = path.StartsWith("/service", StringComparison.Ordinal) ? service.Keys.Service
            : isInternal ? service.Keys.Operator
            : await shop.MintTokenAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), Fill(path, shop));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (request.Method != HttpMethod.Get) request.Content = JsonContent.Create(new { });
        using var answer = await (isInternal ? service.Internal : service.Public)
            .SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(
            (int)answer.StatusCode < 500,
            $"{method} {path}: {(int)answer.StatusCode} {await answer.ReadTextAsync()}");
    }

    // Values of the right form that nothing is known by, but for the shop.
    private static string Fill(string path, Merchant shop)
    {
        var start = path.IndexOf('{', StringComparison.Ordinal);
        if (start < 0) return path;
        var end = path.IndexOf('}', start);
        var value = path[start..end].Contains("shop", StringComparison.Ordinal)
            ? shop.Domain
            : Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        return Fill(path[..start] + value + path[(end + 1)..], shop);
    }
}
