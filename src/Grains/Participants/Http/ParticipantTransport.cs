using System.Net;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// The connections to participants: no redirects, no cookies, nothing unpacked, and no logging of addresses.
/// </summary>
internal sealed class ParticipantTransport : IDisposable
{
    // One that is gone from the name service is not kept up for long.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker _direct = new(Handler(useProxy: false));
    private readonly HttpMessageInvoker _outward = new(Handler(useProxy: true));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.RequestUri!.IsLoopback ? _direct : _outward).SendAsync(request, cancellationToken);

    public void Dispose()
    {
        _direct.Dispose();
        _outward.Dispose();
    }

    private static SocketsHttpHandler Handler(bool useProxy) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
        UseProxy = useProxy,
    };
}
