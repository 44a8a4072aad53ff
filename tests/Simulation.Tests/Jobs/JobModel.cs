using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>What must hold of jobs after each step. That nothing is written after the fence, the tables see.</summary>
internal sealed class JobModel(JobWorld world)
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<Guid, JobStatus> _over = [];
    private readonly Dictionary<Guid, int> _asked = [];
    private readonly HashSet<InstallationId> _purged = [];

    /// <summary>After each step of the kernel.</summary>
    public void Look()
    {
        if (world.Broken is { } broken) throw new SimulationException(broken);
        foreach (var row in world.Table.Rows)
        {
            Require(!_purged.Contains(row.Installation), "Invariant 2: a job of a purged installation is there again.");
            if (_over.TryGetValue(row.Job.Id, out var was))
                Require(row.Status == was, $"A job that was {was} is {row.Status} now.");
            else if (row.IsOver)
                _over.Add(row.Job.Id, row.Status);
            if (row.CancelRequested) _asked.TryAdd(row.Job.Id, row.Attempts);
        }

        foreach (var run in world.Runs) Look(run);
    }

    public void Purged(InstallationId installation) => _purged.Add(installation);

    /// <summary>When the faults are over and time has passed.</summary>
    public void Settled()
    {
        foreach (var row in world.Table.Rows.Where(row => world.Database.IsCurrent(row.Installation)))
        {
            Require(row.IsOver, $"A job of a current installation stays {row.Status}.");
            if (row.Status != JobStatus.Completed) continue;
            Require(
                Pages(row) == row.Progress.Total, "A job has completed, and what it was to write is not there.");
        }

        Require(world.Runs.All(run => !run.Process.IsAlive), "A handler works on for ever.");
    }

    private void Look(HandlerRun run)
    {
        // The row's own count may go further: each runner that dies while it gives the job up leaves one more.
        Require(run.Attempt <= JobSilo.Options.Value.MaxAttempts, "A job is tried more often than it may be.");
        if (!run.Process.IsAlive) return;
        if (_asked.TryGetValue(run.Job, out var attempt))
            Require(run.Attempt <= attempt, "A job was begun again after it was asked to stop.");

        // By its own clock a runner's lease is over no later than by the database's: whoever lost it is told before
        // another works. At the very instant at which it ends, either may come first.
        var later = world.Runs.FirstOrDefault(other =>
            other.Job == run.Job && other.Attempt > run.Attempt && other.Process.IsAlive);
        if (later is null || world.Kernel.Time.Now - later.BeganAt <= Instant) return;
        Require(
            run.Told.IsCancellationRequested, "A job is worked at twice, and the runner that lost it was not told.");
    }

    private int Pages(JobRow row) => world.Database.RowsOf(row.Installation)
        .Count(written => written.Row.StartsWith(row.Job.Id.ToString(), StringComparison.Ordinal));

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new SimulationException(otherwise);
    }
}
