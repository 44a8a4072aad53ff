using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Stays;

/// <summary>A row of <c>installations</c> with its columns of the grant, as tokens and jobs see it.</summary>
internal sealed class StayRow
{
    public required Installation Value { get; set; }

    /// <summary>Null once it is destroyed.</summary>
    public Grant? Grant { get; set; }

    public long GrantVersion { get; set; } = 1;

    public DateTimeOffset? RefreshUntil { get; set; }

    public Guid? RefreshHolder { get; set; }

    public int RefreshRefusals { get; set; }

    public DateTimeOffset? RefusedFirstAt { get; set; }

    public DateTimeOffset? RefusedLastAt { get; set; }

    public DateTimeOffset? RefreshDueAt { get; set; }

    public bool IsCurrent => Value.EndedAt is null;
}
