using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>
/// How a participant fares, true for all processes: what waits and fails is counted from the rows of teardowns that are
/// not certified, the rest is noted in the database as it happens.
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

    /// <summary>When it last answered well, within 10 s.</summary>
    [Id(7)]
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a call to it last failed.</summary>
    [Id(8)]
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>That failure's code.</summary>
    [Id(9)]
    public string? LastFailureCode { get; init; }

    /// <summary>Failed calls of all teardowns since it last answered well.</summary>
    [Id(10)]
    public required int ConsecutiveFailures { get; init; }
}
