using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>What the statements on a grant's columns do to a row.</summary>
internal static class GrantRows
{
    /// <summary><c>grants/read</c>: null once the grant is destroyed.</summary>
    public static HeldGrant? Read(StayTable database, InstallationId installation)
    {
        if (database.Installations.GetValueOrDefault(installation) is not { Grant: { } grant } row) return null;
        return new HeldGrant
        {
            Installation = installation,
            Shop = row.Value.Shop,
            Grant = grant,
            Version = row.GrantVersion,
            EndedAt = row.Value.EndedAt,
            Access = row.Value.Access,
            BusyFor = row.RefreshUntil > database.Now ? row.RefreshUntil.Value - database.Now : TimeSpan.Zero,
            Refusals = RefusalsOf(row),
            RefreshDueAt = row.RefreshDueAt,
        };
    }

    public static RefreshRefusals RefusalsOf(StayRow row) =>
        new(row.RefreshRefusals, row.RefusedFirstAt, row.RefusedLastAt);

    /// <summary><c>grants/store</c>: a new pair cures what a refused token or a dead refresh token was.</summary>
    public static void Store(StayRow row, Grant grant)
    {
        Replace(row, grant);
        if (row.Value.Access is AccessState.Refused or AccessState.NeedsGrant)
            row.Value = row.Value with { Access = AccessState.Fine, AccessLostAt = null };
    }

    /// <summary><c>installations/swap-grant</c>: a merchant's grant cures everything.</summary>
    public static void Swap(StayRow row, Grant grant)
    {
        Replace(row, grant);
        row.Value = row.Value with { Access = AccessState.Fine, AccessLostAt = null };
    }

    /// <summary><c>reset/begin</c>: the pair moves, and the lease of a refresh in flight with it.</summary>
    public static void Move(StayRow from, StayRow to)
    {
        (to.Grant, from.Grant, to.RefreshDueAt) = (from.Grant, null, from.RefreshDueAt);
        (to.RefreshUntil, to.RefreshHolder) = (from.RefreshUntil, from.RefreshHolder);
        (to.RefreshRefusals, to.RefusedFirstAt, to.RefusedLastAt) =
            (from.RefreshRefusals, from.RefusedFirstAt, from.RefusedLastAt);
    }

    private static void Replace(StayRow row, Grant grant)
    {
        (row.Grant, row.GrantVersion, row.RefreshDueAt) = (grant, row.GrantVersion + 1, grant.RefreshDueAt);
        (row.RefreshUntil, row.RefreshHolder) = (null, null);
        (row.RefreshRefusals, row.RefusedFirstAt, row.RefusedLastAt) = (0, null, null);
    }
}
