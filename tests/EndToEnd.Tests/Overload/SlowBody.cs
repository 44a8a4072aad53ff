using System.Net.Sockets;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>A delivery that announces more than it sends.</summary>
internal sealed class SlowBody : IDisposable
{
    private readonly TcpClient _client = new();

    private SlowBody()
    {
    }

    public static async Task<SlowBody> BeginAsync(ShopkeeperProcess service, string topic, int announced, int sent)
    {
        var body = new SlowBody();
        await body._client.ConnectAsync(service.PublicUrl.Host, service.PublicUrl.Port);
        var stream = body._client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /webhooks HTTP/1.1\r\nHost: {service.PublicUrl.Authority}\r\nX-Shopify-Topic: {topic}\r\n"
            + "X-Shopify-Shop-Domain: nobody.myshopify.com\r\nX-Shopify-Hmac-Sha256: AAAA\r\n"
            + $"Content-Length: {announced}\r\n\r\n"));
        await stream.WriteAsync(new byte[sent]);
        return body;
    }

    /// <summary>The status of the answer.</summary>
    public async Task<int> ReadStatusAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(_client.GetStream(), Encoding.ASCII);
        var line = await reader.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("The connection was closed without an answer.");
        return int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => _client.Dispose();
}
