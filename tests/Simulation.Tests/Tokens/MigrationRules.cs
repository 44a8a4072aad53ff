using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>What the statements on the row of the migration ask of it.</summary>
internal static class MigrationRules
{
    /// <summary>True while another may be begun.</summary>
    public static bool MayBegin(this TokenMigration row, int canary) => row.State == TokenMigrationState.Running
        || (row.State == TokenMigrationState.Canary && row.Begun < canary);
}
