using System.Globalization;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>
/// A handler that writes page after page behind the guard. Some fail at first, some take long, and some hear nothing of
/// being told to stop.
/// </summary>
internal sealed class SimulatedHandler(JobWorld world, SimulatedProcess process, string kind) : IJobHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public string Kind => kind;

    public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var run = new HandlerRun(process, context.JobId, context.Attempt, world.Kernel.Time.Now, cancellationToken);
        world.Runs.Add(run);
        try
        {
            await WorkAsync(context, cancellationToken);
        }
        finally
        {
            world.Runs.Remove(run);
        }
    }

    private async Task WorkAsync(JobContext context, CancellationToken cancellationToken)
    {
        var (pages, mode) = (
            context.Arguments.GetProperty("pages").GetInt32(), context.Arguments.GetProperty("mode").GetString());
        for (var page = 0; page < pages; page++)
        {
            if (mode != "deaf") cancellationToken.ThrowIfCancellationRequested();
            if (mode == "fails" && context.Attempt == 1 && page == 1) throw new JobFailedException("simulated");
            if (mode == "refuses" && page == 1) throw new JobFailedException("simulated", retry: false);
            if (mode == "waits" && page == 1 && world.MayWait(context.JobId))
                throw new JobFailedException("shopify-dormant", retryAfter: Pause) { SpendsAttempt = false };
            await WriteAsync(context, page);
            context.Report(new JobProgress(page + 1, pages));
            if (mode is "slow" or "deaf") await Task.Delay(Pause, process.Clock, CancellationToken.None);
        }
    }

    private Task WriteAsync(JobContext context, int page) => world.Kernel.Effects.Do(process, "products/save", () =>
    {
        if (world.Bug.HandlerIsGuarded) world.Database.Guard(context.Installation.Id);
        world.Database.Insert(
            context.Installation.Id, "products",
            string.Create(CultureInfo.InvariantCulture, $"{context.JobId}/{page}"));
    });
}
