using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>A step's progress as a teardown's row holds it.</summary>
internal sealed record StoredStep
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("status")]
    public StepStatus Status { get; init; }

    [JsonPropertyName("attempts")]
    public int Attempts { get; init; }

    // Absent where a release before this one wrote the row.
    [JsonPropertyName("silosLost")]
    public int SilosLost { get; init; }

    [JsonPropertyName("outcome")]
    public string? Outcome { get; init; }

    [JsonPropertyName("startedAt")]
    public DateTimeOffset? StartedAt { get; init; }

    [JsonPropertyName("finishedAt")]
    public DateTimeOffset? FinishedAt { get; init; }

    [JsonPropertyName("lastCode")]
    public string? LastCode { get; init; }

    [JsonPropertyName("cursor")]
    public string? Cursor { get; init; }

    [JsonPropertyName("counts")]
    public IReadOnlyList<StoredCount> Counts { get; init; } = [];

    [JsonPropertyName("notErased")]
    public IReadOnlyList<StoredNotErased> NotErased { get; init; } = [];

    [JsonPropertyName("participants")]
    public IReadOnlyList<StoredParticipant> Participants { get; init; } = [];

    [JsonPropertyName("asked")]
    public IReadOnlyList<StoredAsked> Asked { get; init; } = [];

    public static StoredStep From(StepProgress step) => new()
    {
        Name = step.Name,
        Status = step.Status,
        Attempts = step.Attempts,
        SilosLost = step.SilosLost,
        Outcome = step.Outcome,
        StartedAt = step.StartedAt,
        FinishedAt = step.FinishedAt,
        LastCode = step.LastCode,
        Cursor = step.Cursor,
        Counts = [.. step.Counts.Select(StoredCount.From)],
        NotErased = [.. step.NotErased.Select(StoredNotErased.From)],
        Participants = [.. step.Participants.Select(StoredParticipant.From)],
        Asked = [.. step.Asked.Select(StoredAsked.From)],
    };

    public StepProgress ToProgress() => new()
    {
        Name = Name,
        Status = Status,
        Attempts = Attempts,
        SilosLost = SilosLost,
        Outcome = Outcome,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        LastCode = LastCode,
        Cursor = Cursor,
        Counts = Counts.Select(count => count.ToCount()).ToList(),
        NotErased = NotErased.Select(left => left.ToNotErased()).ToList(),
        Participants = Participants.Select(participant => participant.ToResult()).ToList(),
        Asked = Asked.Select(asked => asked.ToProgress()).ToList(),
    };
}

internal sealed record StoredCount
{
    [JsonPropertyName("store")]
    public string Store { get; init; } = "";

    [JsonPropertyName("count")]
    public long Count { get; init; }

    public static StoredCount From(StoreCount count) => new() { Store = count.Store, Count = count.Count };

    public StoreCount ToCount() => new() { Store = Store, Count = Count };
}

internal sealed record StoredNotErased
{
    [JsonPropertyName("store")]
    public string Store { get; init; } = "";

    [JsonPropertyName("kind")]
    public string Kind { get; init; } = "";

    [JsonPropertyName("count")]
    public long? Count { get; init; }

    [JsonPropertyName("reason")]
    public string Reason { get; init; } = "";

    public static StoredNotErased From(NotErased left) =>
        new() { Store = left.Store, Kind = left.Kind, Count = left.Count, Reason = left.Reason };

    public NotErased ToNotErased() => new() { Store = Store, Kind = Kind, Count = Count, Reason = Reason };
}

internal sealed record StoredParticipant
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("erased")]
    public IReadOnlyList<StoredCount> Erased { get; init; } = [];

    [JsonPropertyName("assurance")]
    public string Assurance { get; init; } = "";

    public static StoredParticipant From(ParticipantResult result) => new()
    {
        Name = result.Name,
        Erased = [.. result.Erased.Select(StoredCount.From)],
        Assurance = result.Assurance,
    };

    public ParticipantResult ToResult() => new()
    {
        Name = Name,
        Erased = Erased.Select(count => count.ToCount()).ToList(),
        Assurance = Assurance,
    };
}
