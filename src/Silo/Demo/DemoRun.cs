using System.Diagnostics;
using Shopkeeper.Silo.CommandLine;
using Spectre.Console;

namespace Shopkeeper.Silo.Demo;

/// <summary>Runs the demonstration and says whether all of it held.</summary>
internal static class DemoRun
{
    private const int PlainWidth = 118;

    public static async Task<int> RunAsync(string path, bool keep, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        // Where no terminal says how wide it is, tables need not be cut to 80 columns.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PlainWidth;
        var directory = DemoDirectory.CreateFresh(path);
        await using var service = await DemoService.StartAsync(directory, cancellationToken);
        var checks = new DemoChecks(AnsiConsole.Console);
        await new DemoStory(service, directory, checks, AnsiConsole.Console).TellAsync(cancellationToken);

        AnsiConsole.WriteLine();
        var seconds = watch.Elapsed.TotalSeconds;
        AnsiConsole.MarkupLineInterpolated(
            checks.AllHold
                ? (FormattableString)$"[green bold]Everything held[/] ({checks.Count} checks, {seconds:0.0} s)."
                : $"[red bold]{checks.Failures} of {checks.Count} checks did not hold.[/]");
        if (keep) await KeepAsync(service, cancellationToken);
        return checks.AllHold ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task KeepAsync(DemoService service, CancellationToken cancellationToken)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"Public    {service.PublicUrl}");
        var dashboard = new Uri(service.InternalUrl, "/ops/sign-in");
        AnsiConsole.WriteLine($"Internal  {service.InternalUrl}  (dashboard: {dashboard})");
        AnsiConsole.WriteLine($"Shopify   {service.Shopify.BaseUrl}  (control API below /_control)");
        AnsiConsole.WriteLine($"Key       {service.OperatorKey}");
        AnsiConsole.WriteLine("Ctrl+C stops.");
        await service.WaitForShutdownAsync(cancellationToken);
    }
}
