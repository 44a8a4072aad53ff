using Shopkeeper.Frontend.Operations;
using Spectre.Console;

namespace Shopkeeper.Silo.CommandLine.Operating;

/// <summary>
/// Shows a teardown while it runs: a table that fills on a terminal, a line a step elsewhere. A service that is away
/// for a while, as in an update, is waited for.
/// </summary>
internal sealed class TeardownDisplay(OperatorClient client)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<TeardownView> UntilEndedAsync(Guid teardown, CancellationToken cancellationToken)
    {
        var capabilities = AnsiConsole.Profile.Capabilities;
        if (!capabilities.Interactive || !capabilities.Ansi || Console.IsOutputRedirected)
            return await PollAsync(teardown, new PlainSteps().Show, cancellationToken);
        return await AnsiConsole.Live(new Table()).AutoClear(false).StartAsync(live => PollAsync(
            teardown,
            view =>
            {
                live.UpdateTarget(Render(view));
                live.Refresh();
            },
            cancellationToken));
    }

    private async Task<TeardownView> PollAsync(
        Guid teardown, Action<TeardownView> show, CancellationToken cancellationToken)
    {
        var seen = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var view = await client.ReadAsync<TeardownView>($"teardowns/{teardown}", cancellationToken);
                seen = TimeProvider.System.GetTimestamp();
                show(view);
                if (view.Status is "certified" or "stalled") return view;
            }
            catch (OperatorRefusal away) when (away.ExitCode == ExitCodes.BadUsage
                && TimeProvider.System.GetElapsedTime(seen) < Patience)
            {
                // It is asked again; when it stays away, its refusal ends the command.
            }
            await Task.Delay(Period, TimeProvider.System, cancellationToken);
        }
    }

    private static Table Render(TeardownView view)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"teardown [bold]{Markup.Escape(view.Status)}[/]")
            .AddColumns("step", "status", "outcome", "erased");
        foreach (var step in view.Steps)
        {
            table.AddRow(
                Markup.Escape(step.Name),
                step.Status == "done" ? "[green]done[/]" : $"[yellow]{Markup.Escape(step.Status)}[/]",
                Markup.Escape(step.Outcome ?? step.LastCode ?? ""), Markup.Escape(Erased(step)));
        }
        return table;
    }

    private static string Erased(StepView step) => string.Join(
        ", ", step.Counts.Where(count => count.Count > 0).Select(count => $"{count.Store} {count.Count}"));

    // Where there is no terminal to draw on, each step is told once, when it is settled.
    private sealed class PlainSteps
    {
        private readonly HashSet<string> _told = [];

        public void Show(TeardownView view)
        {
            foreach (var step in view.Steps.Where(step => step.Status is "done" or "waived" && _told.Add(step.Name)))
                Console.Out.WriteLine($"{step.Name,-22}{step.Outcome,-16}{Erased(step)}".TrimEnd());
        }
    }
}
