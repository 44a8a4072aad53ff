namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What a teardown would do.</summary>
public sealed record TeardownPreview
{
    /// <summary>What every store holds now.</summary>
    public required IReadOnlyList<StoreCount> Stores { get; init; }

    /// <summary>What every participant says that it holds, by its name; <c>Assurance</c> is <c>planned</c>.</summary>
    public required IReadOnlyList<ParticipantResult> Participants { get; init; }

    /// <summary>What would move to the new stay, by store; empty for an uninstall.</summary>
    public IReadOnlyList<StoreCount> Moved { get; init; } = [];

    /// <summary>The names of the steps that would do something, in their order.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>When this was counted.</summary>
    public required DateTimeOffset At { get; init; }
}
