namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What a teardown would do.</summary>
[GenerateSerializer, Immutable]
[Alias(Aliases.TeardownPreview)]
public sealed record TeardownPreview
{
    /// <summary>What every store holds now.</summary>
    [Id(0)]
    public required IReadOnlyList<StoreCount> Stores { get; init; }

    /// <summary>What every participant says that it holds, by its name; <c>Assurance</c> is <c>planned</c>.</summary>
    [Id(1)]
    public required IReadOnlyList<ParticipantResult> Participants { get; init; }

    /// <summary>What would move to the new stay, by store; empty for an uninstall.</summary>
    [Id(2)]
    public IReadOnlyList<StoreCount> Moved { get; init; } = [];

    /// <summary>The names of the steps that would do something, in their order.</summary>
    [Id(3)]
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>When this was counted.</summary>
    [Id(4)]
    public required DateTimeOffset At { get; init; }
}
