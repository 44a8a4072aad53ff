using System.Text.Json;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// Calls what is built in for a topic and then the app's handlers, one after the other, all of them within one time.
/// </summary>
internal sealed class HandlerCall(
    IEnumerable<IWebhookHandler> handlers,
    IEnumerable<IBuiltInHandler> builtIn,
    LatestResources latest,
    IJobStore jobs,
    JobKinds kinds,
    IWorkSignals signals,
    IOptions<WebhooksOptions> options,
    TimeProvider clock)
{
    // As deep as the check of the body before it; the parser's own default is less.
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = WebhookBody.MaximumDepth };

    private const int MaximumGroupLength = 64;

    private readonly ILookup<string, IWebhookHandler> _handlers =
        builtIn.Concat(handlers).Select(Checked).ToLookup(handler => handler.Topic);

    /// <summary>True when anything handles the topic.</summary>
    public bool HasFor(string topic) => _handlers.Contains(topic);

    /// <summary>Runs them all; a topic without a handler is nothing to do.</summary>
    public async Task RunAsync(InboxDelivery delivery, Installation current, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(current);
        if (!HasFor(delivery.Topic)) return;
        using var body = JsonDocument.Parse(WebhookBody.WithoutByteOrderMark(delivery.Body), Depth);
        using var limit = new CancellationTokenSource(options.Value.HandlerTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);

        var handled = new HashSet<string>(StringComparer.Ordinal);
        PoisonDeliveryException? poison = null;

        // Handlers of one type share the count of their orders: only the type tells them from others after a restart.
        foreach (var ofType in _handlers[delivery.Topic].GroupBy(handler => handler.GetType()))
        {
            var context = Context(delivery, current, body.RootElement, ofType.Key, cancellationToken);
            foreach (var handler in ofType)
            {
                if (handler.ResourceGroup is { } group && await latest.IsOutdatedAsync(
                    group, delivery, body.RootElement, current.Id, cancellationToken))
                    continue;
                try
                {
                    await RunAsync(handler, context, either.Token);
                    if (handler.ResourceGroup is { } done) handled.Add(done);
                }
                catch (PoisonDeliveryException fault)
                {
                    // It is of no use to this handler; the others get it all the same.
                    poison ??= fault;
                }
            }
        }

        foreach (var group in handled)
            await latest.NoteAsync(group, delivery, body.RootElement, current.Id, cancellationToken);
        if (poison is not null) throw poison;
    }

    private static IWebhookHandler Checked(IWebhookHandler handler) =>
        handler.ResourceGroup is null or { Length: > 0 and <= MaximumGroupLength }
            ? handler
            : throw new InvalidOperationException(
                $"{handler.GetType().Name}.ResourceGroup has 1 to {MaximumGroupLength} characters, or is null.");

    // WaitAsync ends the wait also for a handler that ignores its token; what it still does is guarded by its
    // installation.
    private static Task RunAsync(
        IWebhookHandler handler, WebhookContext context, CancellationToken cancellationToken) =>
        handler.HandleAsync(context, cancellationToken).WaitAsync(cancellationToken);

    private WebhookContext Context(
        InboxDelivery delivery,
        Installation current,
        JsonElement body,
        Type handler,
        CancellationToken cancellationToken)
    {
        var ordered = new HandlerJobs(
            jobs, kinds, signals, clock, delivery, current.Id, handler.FullName ?? handler.Name);
        return new WebhookContext
        {
            Installation = current,
            Topic = delivery.Topic,
            TriggeredAt = delivery.TriggeredAt,
            RecordedAt = delivery.RecordedAt,
            Hints = delivery.Hints,
            Body = body,
            EnqueueAsync = (kind, arguments) => ordered.EnqueueAsync(kind, arguments, cancellationToken),
        };
    }
}
