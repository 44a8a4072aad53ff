using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Signatures;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>
/// Takes a delivery: look for a place, read, verify, record. What its headers say is unsigned, and good enough to
/// refuse it for now before its body is read; it lets nobody in. Lifecycle and compliance topics are never refused.
/// </summary>
internal sealed class WebhookReceiver(
    ApiSecrets secrets, IWebhookInbox inbox, IShedNotes shed, IWorkSignals signals, EdgeMetrics metrics,
    DeliveryGate gate, IOptions<WebhookEdgeOptions> options)
{
    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var request = context.Request;
        if (!WebhookHeaders.TryReadHmac(request.Headers, out var hmac))
            return Counted("unsigned", WebhookAnswers.Unsigned());
        WebhookHeaders.TryRead(request.Headers, hmac.Family, out var headers, out var problem);
        var isLifecycle = headers is not null && WebhookTopics.IsLifecycle(headers.Topic);
        if (!isLifecycle && !gate.HasPlace(headers?.Shop)) return Overloaded(context, headers?.Shop);

        // Given back after the answer is decided: until then the body, or what became of it, is in memory.
        using var memory = gate.OpenBody(isLifecycle);
        var (outcome, body) = await DeliveryBody.ReadAsync(request, memory, options.Value, context.RequestAborted);
        switch (outcome)
        {
            case BodyOutcome.TooLarge:
                return Counted("too-large", WebhookAnswers.TooLarge(options.Value.MaximumBodyBytes));
            case BodyOutcome.TooSlow:
                return Counted("too-slow", WebhookAnswers.TooSlow(options.Value.BodyTimeout));
            case BodyOutcome.NoMemory:
                return Overloaded(context, headers?.Shop);
        }

        var secret = WebhookSignature.FindSecret(body, hmac.Value, secrets);
        if (secret < 0) return Counted("unsigned", WebhookAnswers.Unsigned());
        metrics.Verified(secret, hmac.Family);
        if (headers is null) return Counted("malformed", WebhookAnswers.Malformed(problem));
        if (isLifecycle) return await TakeAsync(context, headers, body);
        if (!gate.TryEnter(headers.Shop, out var place)) return Overloaded(context, headers.Shop);
        using (place) return await TakeAsync(context, headers, body);
    }

    private async Task<IResult> TakeAsync(HttpContext context, WebhookHeaders headers, byte[] body)
    {
        var outcome = await RecordAsync(Delivery(headers, body), context.RequestAborted);
        metrics.Received(outcome.ToString().ToLowerInvariant());
        if (outcome == RecordOutcome.Full)
        {
            await shed.NoteAsync(headers.Shop, context.RequestAborted);
            return WebhookAnswers.Full(context);
        }

        if (outcome == RecordOutcome.Recorded)
        {
            signals.Notify(WorkKind.Deliveries);
            if (WebhookTopics.IsCompliance(headers.Topic)) signals.Notify(WorkKind.Compliance);
        }

        return Results.Ok();
    }

    private async Task<RecordOutcome> RecordAsync(IncomingDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return await inbox.RecordAsync(delivery, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            shed.Owe(delivery.Shop);
            throw;
        }
    }

    // The note costs no query here: what is short is what a query takes.
    private IResult Overloaded(HttpContext context, ShopDomain? shop)
    {
        if (shop is not null) shed.Owe(shop);
        return Counted("overloaded", WebhookAnswers.Overloaded(context));
    }

    private IResult Counted(string outcome, IResult answer)
    {
        metrics.Received(outcome);
        return answer;
    }

    private static IncomingDelivery Delivery(WebhookHeaders headers, byte[] body) => new()
    {
        Shop = headers.Shop,
        Topic = headers.Topic,
        WebhookId = headers.WebhookId ?? IdOf(headers, body),
        TriggeredAt = headers.TriggeredAt,
        Hints = new DeliveryHints
        {
            DeliveryId = headers.WebhookId,
            EventId = headers.EventId,
            ApiVersion = headers.ApiVersion,
            Name = headers.Name,
            Action = headers.Action,
            ResourceId = headers.ResourceId,
        },
        Body = body,
    };

    // Without an id of Shopify's, the same body for the same topic and shop is the same delivery.
    private static string IdOf(WebhookHeaders headers, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{headers.Topic}\n{headers.Shop.Value}\n{headers.TriggeredAt:O}\n"));
        hash.AppendData(body);
        return $"body:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
