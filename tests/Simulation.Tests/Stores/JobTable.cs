using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>The table of jobs.</summary>
internal sealed class JobTable(SimulatedDatabase db)
{
    /// <summary>In the order in which they were put in.</summary>
    public List<JobRow> Rows { get; } = [];

    /// <summary>Every row that was ever put in: what was done is known even after it is erased.</summary>
    public List<JobRow> History { get; } = [];

    /// <summary>Puts one in, once for each key of an installation.</summary>
    /// <returns>The row, and whether it is new.</returns>
    public (JobRow Row, bool Created) Insert(InstallationId installation, NewJob job)
    {
        db.RequireCurrent(installation, "jobs");
        var known = job.IdempotencyKey is { } key
            ? Rows.Find(row => row.Installation == installation && row.Job.IdempotencyKey == key
                && row.Job.Kind == job.Kind)
            : null;
        if (known is not null) return (known, false);
        var added = new JobRow { Installation = installation, Job = job, CreatedAt = db.Now, RunAt = db.Now };
        Rows.Add(added);
        History.Add(added);
        return (added, true);
    }

    /// <summary>Those that wait for their shop's access are due at once.</summary>
    public void Wake(InstallationId installation)
    {
        foreach (var row in Rows)
        {
            if (row.Installation == installation && row.Status == JobStatus.Queued && row.WaitsForAccess)
                row.RunAt = db.Now;
        }
    }
}
