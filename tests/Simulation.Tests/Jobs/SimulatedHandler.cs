using System.Globalization;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Platform;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>
/// A handler that writes page after page behind the guard. Some fail at first, some take long, and some hear nothing of
/// being told to stop.
/// </summary>
internal sealed class SimulatedHandler(SimulatedWorld world, SimulatedProcess process, string kind) : IJobHandler
{
    /// <summary>What somebody orders; a delivery orders another kind, with the simplest arguments.</summary>
    public const string WorkKind = "work";

    private static readonly string[] Modes = ["fine", "slow", "fails", "waits", "deaf", "refuses", "fine"];
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public string Kind => kind;

    IReadOnlyList<string> IJobHandler.Participants => Letters is null ? [] : world.DeclaredLetters;

    // Who counts an order writes the customer a letter.
    private SimulatedParticipant? Letters => kind == OrderHandler.JobKind ? world.Letters : null;

    /// <summary>Arguments of which each size makes others.</summary>
    public static string Arguments(int size) =>
        $$"""{"pages":{{1 + (size % 5)}},"mode":"{{Modes[size % Modes.Length]}}"}""";

    public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var run = new HandlerRun(process, context.JobId, context.Attempt, world.Kernel.Time.Now, cancellationToken);
        world.Model.Jobs.Begun(run);
        try
        {
            await WorkAsync(context, cancellationToken);
        }
        finally
        {
            world.Model.Jobs.Runs.Remove(run);
        }
    }

    private async Task WorkAsync(JobContext context, CancellationToken cancellationToken)
    {
        var (pages, mode) = Read(context.Arguments);
        for (var page = 0; page < pages; page++)
        {
            if (mode != "deaf") cancellationToken.ThrowIfCancellationRequested();
            if (mode == "fails" && context.Attempt == 1 && page == 1) throw new JobFailedException("simulated");
            if (mode == "refuses" && page == 1) throw new JobFailedException("simulated", retry: false);
            if (mode == "waits" && page == 1 && world.Model.Jobs.MayWait(context.JobId))
                throw new JobFailedException("shopify-dormant", retryAfter: Pause) { SpendsAttempt = false };
            await WriteAsync(context, page);
            context.Report(new JobProgress(page + 1, pages));
            if (mode is "slow" or "deaf") await Task.Delay(Pause, process.Clock, CancellationToken.None);
        }
    }

    private static (int Pages, string? Mode) Read(JsonElement arguments) =>
        arguments.TryGetProperty("pages", out var pages)
            ? (pages.GetInt32(), arguments.GetProperty("mode").GetString())
            : (1, "fine");

    private Task WriteAsync(JobContext context, int page) => world.Kernel.Effects.Do(process, "products.save", () =>
    {
        if (!world.Bug.HandlerIsUnguarded) world.Database.Guard(context.Installation.Id);
        world.Database.Insert(
            context.Installation.Id, "products",
            string.Create(CultureInfo.InvariantCulture, $"{context.JobId}/{page}"));
        if (Letters is { } letters) letters[context.Installation.Id]++;
    });
}
