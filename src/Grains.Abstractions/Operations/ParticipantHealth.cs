using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>
/// How a participant fares. What waits and fails is counted from the rows of teardowns that are not certified, and so
/// is true for all silos. Times, the last code and the failures in a row are the newest that those rows or this process
/// know: a certified teardown's row is gone.
/// </summary>
[GenerateSerializer, Immutable, Alias(Aliases.ParticipantHealth)]
public sealed record ParticipantHealth
{
    /// <summary>Its name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary><c>http</c> or <c>code</c>.</summary>
    [Id(1)]
    public required string Kind { get; init; }

    /// <summary>By what its store is keyed.</summary>
    [Id(2)]
    public required KeyedBy KeyedBy { get; init; }

    /// <summary>True when what it holds is inside the shop.</summary>
    [Id(3)]
    public required bool InsideShop { get; init; }

    /// <summary>Teardowns that wait for it, those that failed included.</summary>
    [Id(4)]
    public required int Waiting { get; init; }

    /// <summary>Teardowns whose last call to it failed.</summary>
    [Id(5)]
    public required int Failing { get; init; }

    /// <summary>Of these, teardowns that have given it up until an operator tries again.</summary>
    [Id(6)]
    public required int GivenUp { get; init; }

    /// <summary>When it last answered well.</summary>
    [Id(7)]
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a call to it last failed, as this process saw it.</summary>
    [Id(8)]
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>The code of a failure: the last that this process saw, else one of those stored.</summary>
    [Id(9)]
    public string? LastFailureCode { get; init; }

    /// <summary>
    /// Failures in a row: those that this process saw since it started or since the last success, or those of one
    /// teardown, whichever are more.
    /// </summary>
    [Id(10)]
    public required int ConsecutiveFailures { get; init; }
}
