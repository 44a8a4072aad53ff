namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>What a runner asks for.</summary>
/// <param name="Runner">The runner that takes the leases.</param>
/// <param name="Limit">How many jobs at most.</param>
/// <param name="Lease">How long each lease lasts, by the database's clock.</param>
public sealed record JobClaim(string Runner, int Limit, TimeSpan Lease)
{
    /// <summary>Kinds that are not wanted now, because as many of them run as may.</summary>
    public IReadOnlyList<string> ExceptKinds { get; init; } = [];
}
