using System.Net;
using System.Net.Http.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Caching;

/// <summary>The cache of one process of an app that caches.</summary>
public static class CachingProcess
{
    /// <summary>The app.</summary>
    public const string Project = "CachingApp";

    /// <summary>Writes an entry.</summary>
    /// <returns>200 when it was taken, 403 when the installation has ended.</returns>
    public static async Task<HttpStatusCode> SetAsync(
        this ShopkeeperProcess process, Merchant shop, string key, string value)
    {
        using var answer = await process.Internal.PostAsJsonAsync(
            "/test/cache/set", new { installation = shop.InstallationId, key, value }, CancellationToken.None);
        if (answer.StatusCode == HttpStatusCode.OK)
            Assert.True(await answer.Content.ReadFromJsonAsync<bool>(CancellationToken.None));
        return answer.StatusCode;
    }

    /// <summary>Reads an entry; null without one.</summary>
    public static async Task<string?> GetAsync(this ShopkeeperProcess process, Merchant shop, string key)
    {
        using var answer = await process.Internal.PostAsJsonAsync(
            "/test/cache/get", new { installation = shop.InstallationId, key }, CancellationToken.None);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<string>(CancellationToken.None);
    }

    /// <summary>How many entries the process holds in memory, by cache.</summary>
    public static async Task<Dictionary<string, int>> CountMemoryAsync(this ShopkeeperProcess process, Merchant shop) =>
        (await process.Internal.GetFromJsonAsync<Dictionary<string, int>>(
            $"/test/cache/{shop.InstallationId}", CancellationToken.None))!;
}
