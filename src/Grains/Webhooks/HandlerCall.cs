using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>Calls the app's handlers of a topic, one after the other, each within its time.</summary>
internal sealed class HandlerCall(
    IEnumerable<IWebhookHandler> handlers,
    IJobStore jobs,
    IWorkSignals signals,
    IOptions<WebhooksOptions> options,
    TimeProvider clock)
{
    // As deep as the check of the body before it; the parser's own default is less.
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 128 };

    private readonly ILookup<string, IWebhookHandler> _handlers = handlers.ToLookup(handler => handler.Topic);

    /// <summary>True when the app handles the topic.</summary>
    public bool HasFor(string topic) => _handlers.Contains(topic);

    /// <summary>Runs them all; a topic without a handler is nothing to do.</summary>
    public async Task RunAsync(InboxDelivery delivery, Installation current, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(current);
        if (!HasFor(delivery.Topic)) return;
        using var body = JsonDocument.Parse(WithoutByteOrderMark(delivery.Body), Depth);
        var context = new WebhookContext
        {
            Installation = current,
            Topic = delivery.Topic,
            TriggeredAt = delivery.TriggeredAt,
            Body = body.RootElement,
            EnqueueAsync = (kind, arguments) => EnqueueAsync(delivery, current, kind, arguments, cancellationToken),
        };
        foreach (var handler in _handlers[delivery.Topic])
            await RunAsync(handler, context, cancellationToken);
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] body) =>
        body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsMemory(Encoding.UTF8.Preamble.Length) : body;

    // WaitAsync ends the wait also for a handler that ignores its token; what it still does is guarded by its
    // installation.
    private async Task RunAsync(IWebhookHandler handler, WebhookContext context, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.HandlerTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await handler.HandleAsync(context, either.Token).WaitAsync(either.Token);
    }

    private async Task EnqueueAsync(
        InboxDelivery delivery,
        Installation current,
        string kind,
        JsonElement arguments,
        CancellationToken cancellationToken)
    {
        var job = new NewJob
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = kind,
            Arguments = arguments.GetRawText(),
            IdempotencyKey = "delivery:" + Convert.ToHexStringLower(delivery.DeliveryHash),
        };
        await jobs.EnqueueAsync(current.Id, job, cancellationToken);
        signals.Notify(WorkKind.Jobs);
    }
}
