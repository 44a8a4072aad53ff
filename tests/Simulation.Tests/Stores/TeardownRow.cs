using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A row of <c>teardowns</c>.</summary>
internal sealed class TeardownRow
{
    public required TeardownRecord Record { get; set; }

    public bool RedactSeen { get; set; }

    public string? RedactBody { get; set; }

    /// <summary>Other bodies that told of this end, or of one before it.</summary>
    public HashSet<string> SpentBodies { get; init; } = new(StringComparer.Ordinal);
}
