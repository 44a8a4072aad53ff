using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stays;

/// <summary>
/// One shop's stays and what is stored for them. Each transaction of a port runs alone and throws before it changes
/// anything, which is what the locks of the real database come to.
/// </summary>
internal sealed class StayTable(SimulationKernel kernel)
{
    public Dictionary<InstallationId, StayRow> Installations { get; } = [];

    /// <summary>The guarded tables of shop data.</summary>
    public Dictionary<InstallationId, HashSet<(string Table, string Row)>> Rows { get; } = [];

    /// <summary>The database's clock, in milliseconds as its columns are.</summary>
    public DateTimeOffset Now =>
        DateTimeOffset.FromUnixTimeMilliseconds(kernel.Time.Now.ToUnixTimeMilliseconds());

    /// <summary>The stay that has not ended.</summary>
    public StayRow? Current => Installations.Values.FirstOrDefault(row => row.IsCurrent);

    /// <summary>The guard of every transaction for an installation.</summary>
    /// <exception cref="InstallationEndedException">It is not the current one.</exception>
    public void Guard(InstallationId installation)
    {
        if (!IsCurrent(installation)) throw new InstallationEndedException(installation);
    }

    /// <summary>Writes a row of shop data, whatever guards it; twice is once.</summary>
    /// <exception cref="SimulationException">It is written for an installation that has ended.</exception>
    public void Insert(InstallationId installation, string table, string row)
    {
        if (!IsCurrent(installation))
            throw new SimulationException($"Invariant 1: {table} was written for an installation that has ended.");
        RowsOf(installation).Add((table, row));
    }

    public HashSet<(string Table, string Row)> RowsOf(InstallationId installation)
    {
        if (!Rows.TryGetValue(installation, out var rows)) Rows.Add(installation, rows = []);
        return rows;
    }

    public bool IsCurrent(InstallationId installation) =>
        Installations.TryGetValue(installation, out var row) && row.IsCurrent;
}
