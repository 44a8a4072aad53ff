using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>
/// What must hold of jobs. That nothing is written after the fence the tables see, and that what is over stays over,
/// the rows.
/// </summary>
internal sealed class JobModel(SimulatedWorld world)
{
    private const int WaitsMaximum = 3;
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<Guid, int> _waited = [];

    /// <summary>The handlers that work.</summary>
    public List<HandlerRun> Runs { get; } = [];

    /// <summary>Whether a job waits for its shop once more; a shop that stays away keeps its jobs.</summary>
    public bool MayWait(Guid job) => (_waited[job] = _waited.GetValueOrDefault(job) + 1) <= WaitsMaximum;

    /// <summary>A handler begins.</summary>
    public void Begun(HandlerRun run)
    {
        // The row's own count may go further: each runner that dies while it gives the job up leaves one more.
        world.Kernel.Require(
            run.Attempt <= Settings.Jobs.Value.MaxAttempts, "A job is tried more often than it may be.");
        world.Kernel.Require(
            world.Jobs.Find(run.Job)?.LastAttempt is not { } last || run.Attempt <= last,
            "A job was begun again after it was asked to stop.");
        Runs.RemoveAll(other => !other.Process.IsAlive);
        Runs.Add(run);
    }

    /// <summary>How many jobs went back to the queue because their process stopped.</summary>
    public int PutBack { get; private set; }

    /// <summary>A runner whose process stops has given a job back, for no reason of the job's own.</summary>
    public void GivenBack(JobEnd end)
    {
        world.Kernel.Require(!end.SpendsAttempt, "A job spent an attempt because its process stopped.");
        PutBack++;
    }

    public void AfterStep()
    {
        if (Runs.Count < 2) return;
        foreach (var run in Runs) RequireTold(run);
    }

    /// <summary>When the faults are over and time has passed.</summary>
    public void Settled()
    {
        foreach (var row in world.Jobs.Rows)
        {
            if (!world.Database.IsCurrent(row.Installation)) continue;
            world.Kernel.Require(row.IsOver, $"A job of a current installation stays {row.Status}.");
            world.Kernel.Require(
                row.Status != JobStatus.Completed || Pages(row) == row.Progress.Total,
                "A job has completed, and what it was to write is not there.");
        }

        world.Kernel.Require(!Runs.Exists(run => run.Process.IsAlive), "A handler works on for ever.");
    }

    // By its own clock a runner's lease is over no later than by the database's: whoever lost it is told before another
    // works. At the very instant at which it ends, either may come first.
    private void RequireTold(HandlerRun run)
    {
        if (!run.Process.IsAlive) return;
        var later = Runs.Find(
            other => other.Job == run.Job && other.Attempt > run.Attempt && other.Process.IsAlive);
        if (later is null || world.Kernel.Time.Now - later.BeganAt <= Instant) return;
        world.Kernel.Require(
            run.Told.IsCancellationRequested, "A job is worked at twice, and the runner that lost it was not told.");
    }

    private int Pages(JobRow row) => world.Database.RowsOf(row.Installation)
        .Count(written => written.Row.StartsWith(row.Id.ToString(), StringComparison.Ordinal));
}
