using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>How far a step is with a participant, as a teardown's row holds it.</summary>
internal sealed record StoredAsked
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("state")]
    public ParticipantState State { get; init; }

    [JsonPropertyName("keyedBy")]
    public KeyedBy KeyedBy { get; init; } = KeyedBy.Installation;

    [JsonPropertyName("operation")]
    public ParticipantOperation Operation { get; init; }

    [JsonPropertyName("round")]
    public int Round { get; init; } = 1;

    [JsonPropertyName("attempts")]
    public int Attempts { get; init; }

    [JsonPropertyName("lastCode")]
    public string? LastCode { get; init; }

    [JsonPropertyName("nextAttemptAt")]
    public DateTimeOffset? NextAttemptAt { get; init; }

    [JsonPropertyName("busySince")]
    public DateTimeOffset? BusySince { get; init; }

    [JsonPropertyName("settledAt")]
    public DateTimeOffset? SettledAt { get; init; }

    [JsonPropertyName("erased")]
    public IReadOnlyList<StoredCount> Erased { get; init; } = [];

    [JsonPropertyName("remaining")]
    public long? Remaining { get; init; }

    public static StoredAsked From(ParticipantProgress asked) => new()
    {
        Name = asked.Name,
        State = asked.State,
        KeyedBy = asked.KeyedBy,
        Operation = asked.Operation,
        Round = asked.Round,
        Attempts = asked.Attempts,
        LastCode = asked.LastCode,
        NextAttemptAt = asked.NextAttemptAt,
        BusySince = asked.BusySince,
        SettledAt = asked.SettledAt,
        Erased = [.. asked.Erased.Select(StoredCount.From)],
        Remaining = asked.Remaining,
    };

    public ParticipantProgress ToProgress() => new()
    {
        Name = Name,
        State = State,
        KeyedBy = KeyedBy,
        Operation = Operation,
        Round = Round,
        Attempts = Attempts,
        LastCode = LastCode,
        NextAttemptAt = NextAttemptAt,
        BusySince = BusySince,
        SettledAt = SettledAt,
        Erased = Erased.Select(count => count.ToCount()).ToList(),
        Remaining = Remaining,
    };
}
