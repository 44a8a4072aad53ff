using Spectre.Console;

namespace Shopkeeper.Silo.Demo;

/// <summary>What the demonstration claims, each claim looked at and told.</summary>
internal sealed class DemoChecks(IAnsiConsole console)
{
    public int Count { get; private set; }

    public int Failures { get; private set; }

    public bool AllHold => Failures == 0 && Count > 0;

    public void That(string claim, bool holds, string? seen = null)
    {
        Count++;
        if (!holds) Failures++;
        var mark = holds ? "[green]✓[/]" : "[red]✗[/]";
        var detail = seen is null ? "" : $" [grey]({Markup.Escape(seen)})[/]";
        console.MarkupLine($"  {mark} {Markup.Escape(claim)}{detail}");
    }
}
