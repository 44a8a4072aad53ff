using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// The app's own reaction to a topic, with the body read as <typeparamref name="TPayload"/>. Register it with
/// <c>services.AddWebhookHandler&lt;T&gt;()</c>. As <see cref="IWebhookHandler"/>, which it is, it runs at least once
/// for a delivery and must be short. A body that can't be read as the payload makes the delivery a dead letter at once
/// (<c>payload-unreadable</c>).
/// </summary>
/// <typeparam name="TPayload">
/// What of the body is wanted. Members are found by their names in snake case, unless
/// <see cref="JsonPropertyNameAttribute"/> says otherwise; what is not a member is ignored; numbers
/// may stand in quotation marks.
/// </typeparam>
public abstract class WebhookHandler<TPayload> : IWebhookHandler
    where TPayload : class
{
    /// <inheritdoc/>
    public abstract string Topic { get; }

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> Participants => [];

    /// <inheritdoc/>
    public virtual string? ResourceGroup => null;

    /// <inheritdoc/>
    Task IWebhookHandler.HandleAsync(WebhookContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var hints = context.Hints;
        return HandleAsync(
            new WebhookEnvelope<TPayload>
            {
                Installation = context.Installation,
                Topic = context.Topic,
                Payload = Read(context.Body),
                DeliveryId = hints.DeliveryId,
                EventId = hints.EventId,
                TriggeredAt = context.TriggeredAt,
                RecordedAt = context.RecordedAt,
                ApiVersion = hints.ApiVersion,
                Name = hints.Name,
                Action = hints.Action,
                ResourceId = hints.ResourceId,
                EnqueueAsync = context.EnqueueAsync,
            },
            cancellationToken);
    }

    /// <summary>
    /// Handles one delivery. An exception means: try again later, at most ten times. A
    /// <see cref="PoisonDeliveryException"/> means: it can't be handled, ever.
    /// </summary>
    protected abstract Task HandleAsync(WebhookEnvelope<TPayload> envelope, CancellationToken cancellationToken);

    private static TPayload Read(JsonElement body)
    {
        try
        {
            if (body.Deserialize<TPayload>(WebhookJson.Options) is { } payload) return payload;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // The fault's own text can repeat the payload. InvalidOperationException: half of an escaped character.
        }

        throw new PoisonDeliveryException(PoisonDeliveryException.PayloadUnreadable);
    }
}
