using CsCheck;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Simulation.Tests.Bugs;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>Leases, cancellation and fenced writes of jobs: the real runner, on silos that die and databases that fail.
/// </summary>
public sealed class JobSimulationTests
{
    [Fact]
    public void Jobs_in_ten_thousand_schedules_end_once_and_write_nothing_after_the_fence()
    {
        var ends = new Dictionary<JobStatus, int>();
        JobSchedules.All.Sample(
            schedule =>
            {
                var world = JobSchedules.Run(schedule.Seed, schedule.Commands, Bug.None);
                foreach (var row in world.Table.Rows) ends[row.Status] = ends.GetValueOrDefault(row.Status) + 1;
            },
            iter: 10_000,
            threads: 1,
            print: schedule => JobSchedules.Describe(schedule, Bug.None));

        // A simulation in which nothing happens would find nothing.
        Assert.True(ends[JobStatus.Completed] > 10_000, $"{ends[JobStatus.Completed]} completed");
        Assert.True(ends[JobStatus.Cancelled] > 1_000, $"{ends[JobStatus.Cancelled]} cancelled");
        Assert.True(ends[JobStatus.Failed] > 10, $"{ends[JobStatus.Failed]} failed");
    }

    [Fact]
    public void Schedule_when_repeated_is_the_same_to_the_last_step()
    {
        JobSchedules.All.Sample(
            schedule =>
            {
                string Trace() => JobSchedules.Run(schedule.Seed, schedule.Commands, Bug.None, true).Kernel.TraceText;
                return Trace() == Trace();
            },
            iter: 100,
            threads: 1);
    }
}
