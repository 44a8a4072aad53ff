using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>What the statements on a grant's columns do to a row.</summary>
internal static class GrantRows
{
    /// <summary><c>grants/read</c>: null once the grant is destroyed.</summary>
    public static HeldGrant? Read(SimulatedDatabase database, InstallationId installation)
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
            Migration = row.Migration,
        };
    }

    public static RefreshRefusals RefusalsOf(InstallationRow row) =>
        new(row.RefreshRefusals, row.RefusedFirstAt, row.RefusedLastAt);

    /// <summary><c>grants/store</c>: a new pair cures what a refused token or a dead refresh token was.</summary>
    public static void Store(InstallationRow row, Grant grant)
    {
        Replace(row, grant);
        if (row.Value.Access is AccessState.Refused or AccessState.NeedsGrant)
            row.Value = row.Value with { Access = AccessState.Fine, AccessLostAt = null };
    }

    /// <summary>
    /// <c>installations/swap-grant</c>: a merchant's grant cures everything. Or <c>keep-asked-grant</c>: the token that
    /// is being replaced stays what it is.
    /// </summary>
    public static void Swap(InstallationRow row, GrantSwap swap, DateTimeOffset now)
    {
        if (!IsAsked(row, swap)) Replace(row, swap.Grant);
        row.ScopesAt = swap.Grant.AskedAt ?? now;
        row.Value = row.Value with
        {
            AppInstallationId = swap.AppInstallationId,
            Scopes = swap.Grant.Scopes,
            Access = AccessState.Fine,
            AccessLostAt = null,
            ReauthorizedAt = swap.Grant.AskedAt ?? now,
        };
    }

    /// <summary>True where Shopify is being asked to replace the token that is brought.</summary>
    public static bool IsAsked(InstallationRow row, GrantSwap swap) => row.Migration == MigrationMark.Asked
        && row.Grant?.AccessToken.Equals(swap.Grant.AccessToken) == true;

    /// <summary><c>reset/begin</c>: the pair moves, and the lease of a refresh in flight with it.</summary>
    public static void Move(InstallationRow from, InstallationRow to)
    {
        (to.Grant, from.Grant, to.RefreshDueAt) = (from.Grant, null, from.RefreshDueAt);
        (to.RefreshUntil, to.RefreshHolder) = (from.RefreshUntil, from.RefreshHolder);
        (to.RefreshRefusals, to.RefusedFirstAt, to.RefusedLastAt) =
            (from.RefreshRefusals, from.RefusedFirstAt, from.RefusedLastAt);
        (to.Migration, to.ScopesAt) = (from.Migration, from.ScopesAt);
    }

    private static void Replace(InstallationRow row, Grant grant)
    {
        (row.Grant, row.GrantVersion, row.RefreshDueAt) = (grant, row.GrantVersion + 1, grant.RefreshDueAt);
        (row.RefreshUntil, row.RefreshHolder, row.Migration) = (null, null, MigrationMark.None);
        (row.RefreshRefusals, row.RefusedFirstAt, row.RefusedLastAt) = (0, null, null);
    }
}
