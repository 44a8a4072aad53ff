using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A row of <c>installations</c>, with its columns of the grant.</summary>
/// <param name="stored">Where each access token is noted that was ever stored.</param>
internal sealed class InstallationRow(HashSet<AccessToken> stored)
{
    private Grant? _grant;
    private bool _isDestroyed;

    public required Installation Value { get; set; }

    /// <summary>Null once it is destroyed.</summary>
    /// <exception cref="SimulationException">It was destroyed, and is to be there again.</exception>
    public Grant? Grant
    {
        get => _grant;
        set
        {
            if (value is not null && _isDestroyed)
                throw new SimulationException("Invariant 2: a destroyed grant is there again.");
            if (value is null) _isDestroyed = true;
            else stored.Add(value.AccessToken);
            _grant = value;
        }
    }

    public long GrantVersion { get; set; } = 1;

    public DateTimeOffset? RefreshUntil { get; set; }

    public Guid? RefreshHolder { get; set; }

    public int RefreshRefusals { get; set; }

    public DateTimeOffset? RefusedFirstAt { get; set; }

    public DateTimeOffset? RefusedLastAt { get; set; }

    public DateTimeOffset? RefreshDueAt { get; set; }

    public MigrationMark Migration { get; set; }

    public DateTimeOffset? ScopesAt { get; set; }

    public bool IsCurrent => Value.EndedAt is null;
}
