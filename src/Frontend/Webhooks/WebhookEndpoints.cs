using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Signatures;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>
/// Where Shopify delivers. Verify, record, answer; the work comes after. Any answer but 2xx counts against the
/// subscription at Shopify (https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks), so nothing here
/// limits by address or redirects, and a body of no use is 200 all the same.
/// </summary>
internal static class WebhookEndpoints
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks", ReceiveAsync).WithName("ReceiveWebhook").WithTags("Shopify").OnlyOn(Listener.Public)
            .WithSummary("Takes a delivery from Shopify.")
            .Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapPost("/webhooks/{**any}", ReceiveAsync).ExcludeFromDescription().OnlyOn(Listener.Public);
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext context, ApiSecrets secrets, IWebhookInbox inbox, IShedNotes shed, IWorkSignals signals,
        EdgeMetrics metrics, IOptions<WebhookEdgeOptions> options)
    {
        var request = context.Request;
        if (!WebhookHeaders.TryReadHmac(request.Headers, out var hmac)) return Unsigned(metrics);
        var body = await RequestBody.ReadAsync(request, options.Value.MaximumBodyBytes, context.RequestAborted);
        if (body is null)
        {
            metrics.Received("too-large");
            return Problem.Of(
                StatusCodes.Status413PayloadTooLarge, "too-large", "The delivery is too large.",
                new FieldProblem(
                    "body", $"Send at most {options.Value.MaximumBodyBytes} bytes (Webhooks:MaximumBodyBytes)."));
        }
        var secret = WebhookSignature.FindSecret(body, hmac.Value, secrets);
        if (secret < 0) return Unsigned(metrics);
        metrics.Verified(secret, hmac.Family);
        if (!WebhookHeaders.TryRead(request.Headers, hmac.Family, out var headers, out var problem))
            return Malformed(metrics, problem);

        var outcome = await RecordAsync(inbox, shed, Delivery(headers, body), context.RequestAborted);
        metrics.Received(outcome.ToString().ToLowerInvariant());
        if (outcome == RecordOutcome.Full)
        {
            await shed.NoteAsync(headers.Shop, context.RequestAborted);
            return Problem.Unavailable(context, RetryAfter, "inbox-full");
        }

        if (outcome == RecordOutcome.Recorded)
        {
            signals.Notify(WorkKind.Deliveries);
            if (WebhookTopics.IsCompliance(headers.Topic)) signals.Notify(WorkKind.Compliance);
        }

        return Results.Ok();
    }

    private static async Task<RecordOutcome> RecordAsync(
        IWebhookInbox inbox, IShedNotes shed, IncomingDelivery delivery, CancellationToken cancellationToken)
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

    private static IResult Unsigned(EdgeMetrics metrics)
    {
        metrics.Received("unsigned");
        return Problem.Of(
            StatusCodes.Status401Unauthorized, "bad-signature", "The delivery is not signed by this app's secret.",
            new FieldProblem(
                "X-Shopify-Hmac-Sha256", "Send the base64 HMAC-SHA256 of the raw body under the app's client secret."));
    }

    private static IResult Malformed(EdgeMetrics metrics, WebhookHeaderProblem problem)
    {
        metrics.Received("malformed");
        return problem switch
        {
            WebhookHeaderProblem.Topic =>
                Problem.BadRequest("X-Shopify-Topic", "Send one topic, such as orders/create."),
            WebhookHeaderProblem.ShopDomain => Problem.BadRequest(
                "X-Shopify-Shop-Domain", "Send one shop domain of the form {name}.myshopify.com."),
            _ => Problem.BadRequest(
                "X-Shopify-*", $"Send each header once, with at most {WebhookHeaders.MaximumLength} characters."),
        };
    }
}
