using System.Text.Json;

namespace Shopkeeper.Simulator.Control;

/// <summary>A delivery made to order, whether or not anything subscribes to its topic.</summary>
public sealed record DeliveryRequest
{
    /// <summary>The topic, such as <c>app/uninstalled</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>Where it goes; null means <c>{AppUrl}/webhooks</c>.</summary>
    public Uri? Address { get; init; }

    /// <summary>The body as JSON; null takes a realistic one for the topic.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The body as text, JSON or not; excludes <see cref="Body"/>.</summary>
    public string? RawBody { get; init; }

    /// <summary>
    /// Headers to set over the usual ones; null as a value removes the header. Applied after signing.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Headers { get; init; }

    /// <summary>The header family.</summary>
    public HeaderFamily Family { get; init; }

    /// <summary>How the body is signed.</summary>
    public SignatureKind Signature { get; init; }

    /// <summary>The delivery id; null takes a fresh one.</summary>
    public string? WebhookId { get; init; }

    /// <summary>The event id; null takes a fresh one.</summary>
    public string? EventId { get; init; }

    /// <summary>When the event happened; null means now.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>How often the same delivery (same id, same body) is sent, 1 to 1,000.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>How long it is under way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>True keeps it until it is released.</summary>
    public bool Hold { get; init; }

    /// <summary>How often a failure is repeated, 0 to 100; null means the simulator's option.</summary>
    public int? Retries { get; init; }
}
