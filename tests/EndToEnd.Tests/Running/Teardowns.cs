using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>Watches teardowns and deliveries as an operator does.</summary>
public static class Teardowns
{
    private static readonly TimeSpan CertificateDeadline = TimeSpan.FromSeconds(90);

    /// <summary>An operator ends the shop's installation.</summary>
    /// <returns>The teardown's id.</returns>
    public static async Task<Guid> EndByOperatorAsync(this ShopkeeperProcess service, Merchant shop)
    {
        using var answer = await service.Operations.PostAsJsonAsync(
            $"shops/{shop.Domain}/uninstall", new { reason = "test", confirm = shop.Domain }, CancellationToken.None);
        return (await answer.ReadJsonAsync()).GetProperty("teardownId").GetGuid();
    }

    /// <summary>An operator resets the shop.</summary>
    /// <returns>The teardown's id.</returns>
    public static async Task<Guid> ResetByOperatorAsync(
        this ShopkeeperProcess service, Merchant shop, string? key = null)
    {
        using var answer = await service.OrderResetAsync(shop, key);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.ReadJsonAsync()).GetProperty("teardownId").GetGuid();
    }

    /// <summary>The answer to an operator's order to reset the shop.</summary>
    public static async Task<HttpResponseMessage> OrderResetAsync(
        this ShopkeeperProcess service, Merchant shop, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"shops/{shop.Domain}/reset");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        request.Content = JsonContent.Create(new { reason = "test", confirm = shop.Domain });
        return await service.Operations.SendAsync(request, CancellationToken.None);
    }

    /// <summary>True when the operators' API knows the shop.</summary>
    public static async Task<bool> KnowsAsync(this ShopkeeperProcess service, Merchant shop)
    {
        using var answer = await service.Operations.GetAsync($"shops/{shop.Domain}");
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    /// <summary>Waits until the shop has as many certificates, and answers the newest.</summary>
    public static async Task<JsonElement> UntilCertifiedAsync(
        this ShopkeeperProcess service, Merchant shop, int certificates = 1)
    {
        var page = await Eventually.PollAsync(
            $"{shop.Handle} has {certificates} certificates",
            () => service.Operations.ReadAsync($"certificates?shop={shop.Domain}"),
            seen => seen.GetProperty("items").GetArrayLength() >= certificates,
            CertificateDeadline);
        return page.GetProperty("items")[0];
    }

    /// <summary>Waits until a teardown is certified, and answers it.</summary>
    public static Task<JsonElement> UntilCertifiedAsync(this ShopkeeperProcess service, Guid teardown) =>
        Eventually.PollAsync(
            "the teardown is certified",
            () => service.Operations.ReadAsync($"teardowns/{teardown}"),
            seen => seen.GetProperty("status").GetString() == "certified",
            CertificateDeadline);

    /// <summary>Waits until a delivery's verdict is one of those wanted, and answers it.</summary>
    public static Task<string> UntilVerdictAsync(
        this ShopkeeperProcess service, string webhookId, params string[] wanted) =>
        Eventually.PollAsync(
            $"the delivery's verdict is {string.Join(" or ", wanted)}",
            () => service.ReadVerdictAsync(webhookId),
            wanted.Contains,
            TimeSpan.FromSeconds(60));

    /// <summary>A delivery's verdict; <c>none</c> when it is not known.</summary>
    public static async Task<string> ReadVerdictAsync(this ShopkeeperProcess service, string webhookId)
    {
        using var answer = await service.Operations.GetAsync($"deliveries/{Uri.EscapeDataString(webhookId)}");
        if (answer.StatusCode == HttpStatusCode.NotFound) return "none";
        return (await answer.ReadJsonAsync()).GetProperty("verdict").GetString()!;
    }

    /// <summary>How much is left of the shop's ended installations, in all stores.</summary>
    public static async Task<long> ReadResidueAsync(this ShopkeeperProcess service, Merchant shop) =>
        (await service.Operations.ReadAsync($"shops/{shop.Domain}/residue")).GetProperty("total").GetInt64();

    /// <summary>How many rows of the shop's newest installation a store holds.</summary>
    public static async Task<long> CountAsync(this ShopkeeperProcess service, Merchant shop, string store)
    {
        var detail = await service.Operations.ReadAsync($"shops/{shop.Domain}");
        return detail.GetProperty("stores").EnumerateArray()
            .Where(one => one.GetProperty("store").GetString() == store)
            .Sum(one => one.GetProperty("count").GetInt64());
    }
}
