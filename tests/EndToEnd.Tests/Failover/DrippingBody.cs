using System.Net;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>A body that comes in drops until it is let go.</summary>
internal sealed class DrippingBody(byte[] body, Task release) : HttpContent
{
    private const int Drop = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var sent = 0;
        while (!release.IsCompleted && sent + Drop < body.Length)
        {
            await stream.WriteAsync(body.AsMemory(sent, Drop));
            await stream.FlushAsync();
            sent += Drop;
            await Task.WhenAny(release, Pace.SpendAsync(Pause));
        }
        await stream.WriteAsync(body.AsMemory(sent));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
