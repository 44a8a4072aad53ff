using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Billing;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>
/// A teardown as its row holds it. The JSON names stay for ever: rows written by an older release must be readable, and
/// members that are added later are optional.
/// </summary>
internal sealed record StoredTeardown
{
    /// <summary>
    /// The form of the JSON that this code writes. A greater one is from a newer release and is refused.
    /// </summary>
    public const int CurrentSchema = 1;

    [JsonPropertyName("schema")]
    public int Schema { get; init; } = CurrentSchema;

    [JsonPropertyName("id")]
    public Guid Id { get; init; }

    [JsonPropertyName("installation")]
    public Guid Installation { get; init; }

    [JsonPropertyName("shop")]
    public string Shop { get; init; } = "";

    [JsonPropertyName("shopId")]
    public long ShopId { get; init; }

    [JsonPropertyName("generation")]
    public int Generation { get; init; }

    [JsonPropertyName("kind")]
    public TeardownKind Kind { get; init; } = TeardownKind.Uninstall;

    [JsonPropertyName("successor")]
    public Guid? Successor { get; init; }

    [JsonPropertyName("status")]
    public TeardownStatus Status { get; init; }

    [JsonPropertyName("cause")]
    public EndCause Cause { get; init; }

    [JsonPropertyName("evidence")]
    public IReadOnlyList<string> Evidence { get; init; } = [];

    [JsonPropertyName("bodyHash")]
    public string? BodyHash { get; init; }

    [JsonPropertyName("deliveries")]
    public IReadOnlyList<byte[]> Deliveries { get; init; } = [];

    [JsonPropertyName("bodyNamesShop")]
    public bool BodyNamesShop { get; init; }

    [JsonPropertyName("triggeredAt")]
    public DateTimeOffset? TriggeredAt { get; init; }

    [JsonPropertyName("probes")]
    public IReadOnlyList<StoredProbe> Probes { get; init; } = [];

    [JsonPropertyName("openedAt")]
    public DateTimeOffset OpenedAt { get; init; }

    [JsonPropertyName("confirmingSince")]
    public DateTimeOffset? ConfirmingSince { get; init; }

    [JsonPropertyName("startedAt")]
    public DateTimeOffset StartedAt { get; init; }

    [JsonPropertyName("deliveriesSince")]
    public DateTimeOffset? DeliveriesSince { get; init; }

    [JsonPropertyName("reauthorizedAt")]
    public DateTimeOffset? ReauthorizedAt { get; init; }

    [JsonPropertyName("endedAt")]
    public DateTimeOffset? EndedAt { get; init; }

    [JsonPropertyName("nextAttemptAt")]
    public DateTimeOffset? NextAttemptAt { get; init; }

    [JsonPropertyName("stalledBecause")]
    public string? StalledBecause { get; init; }

    [JsonPropertyName("steps")]
    public IReadOnlyList<StoredStep> Steps { get; init; } = [];

    [JsonPropertyName("waivers")]
    public IReadOnlyList<StoredWaiver> Waivers { get; init; } = [];

    [JsonPropertyName("billing")]
    public IReadOnlyList<StoredStatusCount> Billing { get; init; } = [];

    [JsonPropertyName("version")]
    public long Version { get; init; }

    [JsonPropertyName("certificateId")]
    public Guid? CertificateId { get; init; }
}

internal sealed record StoredProbe
{
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }

    [JsonPropertyName("code")]
    public string Code { get; init; } = "";
}

internal sealed record StoredWaiver
{
    [JsonPropertyName("step")]
    public string Step { get; init; } = "";

    [JsonPropertyName("participant")]
    public string? Participant { get; init; }

    [JsonPropertyName("code")]
    public string Code { get; init; } = "";

    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }

    public static StoredWaiver From(StepWaiver waiver) =>
        new() { Step = waiver.Step, Participant = waiver.Participant, Code = waiver.Code, At = waiver.At };

    public StepWaiver ToWaiver() => new() { Step = Step, Participant = Participant, Code = Code, At = At };
}
