using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Overload;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>Reads a delivery's body whole, within its length, its time and the memory there is.</summary>
internal static class DeliveryBody
{
    public static async ValueTask<(BodyOutcome Outcome, byte[] Body)> ReadAsync(
        HttpRequest request, BodyShare share, WebhookEdgeOptions options, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.MaximumBodyBytes) return (BodyOutcome.TooLarge, []);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.BodyTimeout);
        var reader = request.BodyReader;
        while (true)
        {
            if (await ReadSomeAsync(reader, patience, cancellationToken) is not { } read)
                return (BodyOutcome.TooSlow, []);
            var taken = read.Buffer.Start;
            try
            {
                if (read.Buffer.Length > options.MaximumBodyBytes) return (BodyOutcome.TooLarge, []);
                if (!await CoverAsync(share, read.Buffer.Length, patience, cancellationToken))
                    return (BodyOutcome.NoMemory, []);
                if (!read.IsCompleted) continue;
                taken = read.Buffer.End;
                return (BodyOutcome.Read, read.Buffer.ToArray());
            }
            finally
            {
                reader.AdvanceTo(taken, read.Buffer.End);
            }
        }
    }

    // Null when the time is over.
    private static async ValueTask<ReadResult?> ReadSomeAsync(
        PipeReader reader, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // Whoever waits for memory in vain is refused like those who don't wait.
    private static async ValueTask<bool> CoverAsync(
        BodyShare share, long bytes, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        try
        {
            return await share.CoverAsync(bytes, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
