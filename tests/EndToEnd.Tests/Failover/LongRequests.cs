using System.Net.Sockets;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>
/// Requests that take longer than a process that stops keeps its listeners open: a delivery that arrives drop by drop,
/// and a shop's first page, which waits for Shopify.
/// </summary>
internal sealed class LongRequests
{
    private readonly ShopkeeperProcess _process;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SignedDelivery _delivery;
    private readonly Task<HttpResponseMessage> _taken;
    private readonly Task<HttpResponseMessage> _page;

    private LongRequests(ShopkeeperProcess process, SignedDelivery delivery, Task<HttpResponseMessage> page)
    {
        _process = process;
        _delivery = delivery with { Carrier = body => new DrippingBody(body, _closed.Task) };
        _taken = _delivery.SendAsync(process);
        _page = page;
    }

    /// <summary>Begins them at a process; the delivery is the given shop's.</summary>
    public static async Task<LongRequests> BeginAsync(ShopkeeperProcess process, Merchant shop)
    {
        var delivery = SignedDelivery.Of(process, shop, "products/update") with
        {
            Body = Encoding.UTF8.GetBytes($$"""{"id":{{shop.ShopId}},"padding":"{{new string('x', 48 * 1024)}}"}"""),
        };
        return new LongRequests(process, delivery, await BeginFirstPageAsync(process));
    }

    /// <summary>
    /// Both are let go once nobody can connect any more to the process that stops, and have to be answered as ever.
    /// </summary>
    /// <returns>The delivery's id.</returns>
    public async Task<string> AssertAnsweredAsync(Task<int> stopping)
    {
        await Eventually.UntilAsync("nobody can connect any more", () => RefusesAsync(_process.PublicUrl));
        Assert.False(_taken.IsCompleted);
        _closed.SetResult();
        using var taken = await _taken;
        await taken.RequireAsync(200);
        using var page = await _page;
        await page.RequireAsync(200);
        Assert.Equal(0, await stopping);
        return _delivery.WebhookId;
    }

    // Shopify has got the session token and thinks about it.
    private static async Task<Task<HttpResponseMessage>> BeginFirstPageAsync(ShopkeeperProcess service)
    {
        var control = service.Shopify.Control;
        var shop = await Merchant.OpenAsync(service, "new");
        await shop.InstallAtShopifyAsync();
        await control.AddFaultAsync(
            new Fault
            {
                Shop = shop.Domain, Operation = "oauth/access_token", Kind = FaultKind.Latency,
                Latency = TimeSpan.FromSeconds(4), Times = 1,
            },
            CancellationToken.None);
        var page = shop.SendAsync(HttpMethod.Get, "/api/session");
        await control.WaitForCallsAsync(
            1, TimeSpan.FromSeconds(30), shop.Domain, "oauth/access_token", CancellationToken.None);
        return page;
    }

    private static async Task<bool> RefusesAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
