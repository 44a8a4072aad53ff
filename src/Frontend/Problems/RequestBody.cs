using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Shopkeeper.Frontend.Problems;

/// <summary>Reads a body whole, up to a bound.</summary>
internal static class RequestBody
{
    /// <returns>Null when the body is longer than <paramref name="maximumBytes"/>.</returns>
    public static async ValueTask<byte[]?> ReadAsync(
        HttpRequest request, int maximumBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maximumBytes) return null;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > maximumBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
