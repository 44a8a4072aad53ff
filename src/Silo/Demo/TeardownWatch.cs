using Shopkeeper.Frontend.Operations;
using Spectre.Console;

namespace Shopkeeper.Silo.Demo;

/// <summary>Shows a teardown while it runs: a table that fills on a terminal, a line a step elsewhere.</summary>
internal sealed class TeardownWatch(DemoService service, IAnsiConsole console)
{
    public async Task<TeardownView> UntilCertifiedAsync(Guid teardown, CancellationToken cancellationToken)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
            return await PollAsync(teardown, new PlainSteps(console).Show, cancellationToken);
        return await console.Live(new Table()).AutoClear(false).StartAsync(live => PollAsync(
            teardown,
            view =>
            {
                live.UpdateTarget(Render(view));
                live.Refresh();
            },
            cancellationToken));
    }

    private async Task<TeardownView> PollAsync(
        Guid teardown, Action<TeardownView> show, CancellationToken cancellationToken) =>
        await Awaiting.ForAsync("the certificate", async () =>
        {
            var view = await service.ReadAsync<TeardownView>($"teardowns/{teardown}", cancellationToken);
            show(view);
            return view.Status == "certified" ? view : null;
        }, cancellationToken);

    private static Table Render(TeardownView view)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"teardown [bold]{view.Status}[/], because {Markup.Escape(view.Cause)}")
            .AddColumns("step", "status", "outcome", "erased");
        foreach (var step in view.Steps)
        {
            table.AddRow(
                step.Name, step.Status == "done" ? "[green]done[/]" : $"[yellow]{step.Status}[/]",
                Markup.Escape(step.Outcome ?? step.LastCode ?? ""), Markup.Escape(Erased(step)));
        }
        return table;
    }

    private static string Erased(StepView step) => string.Join(
        ", ", step.Counts.Where(count => count.Count > 0).Select(count => $"{count.Store} {count.Count}"));

    // Where there is no terminal to draw on, each step is told once, when it is done.
    private sealed class PlainSteps(IAnsiConsole console)
    {
        private readonly HashSet<string> _told = [];

        public void Show(TeardownView view)
        {
            foreach (var step in view.Steps.Where(step => step.Status == "done" && _told.Add(step.Name)))
                console.WriteLine($"    {step.Name,-22}{step.Outcome,-16}{Erased(step)}".TrimEnd());
        }
    }
}
