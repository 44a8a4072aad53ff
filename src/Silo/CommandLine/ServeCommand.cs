using System.CommandLine;
using Shopkeeper.Silo.Hosting;
using Spectre.Console;

namespace Shopkeeper.Silo.CommandLine;

/// <summary><c>serve</c>: the service itself.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Role = new("--role")
    {
        Description = "all (the default), silo or front-end; the last two on PostgreSQL only. As Cluster:Role.",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Runs the service (the default). Settings: --Section:Key value.");
        Attach(command);
        return command;
    }

    public static void Attach(Command command)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.Options.Add(Role);
        command.SetAction(async (parsed, cancellationToken) =>
            await ConfigurationArguments.CheckAsync(parsed)
                ?? await RunAsync(Arguments(parsed), cancellationToken));
    }

    private static string[] Arguments(ParseResult parsed) => parsed.GetValue(Role) is { } role
        ? [.. parsed.UnmatchedTokens, "--Cluster:Role", role]
        : [.. parsed.UnmatchedTokens];

    private static Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken) =>
        StartFailures.TellAsync(async () =>
        {
            await using var app = await ServiceHost.PrepareAsync(arguments, null, cancellationToken);
            await app.StartAsync(cancellationToken);
            Tell(app);
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCodes.Done;
        });

    private static void Tell(WebApplication app)
    {
        if (RoleServices.RoleOf(app.Configuration) == ServiceRole.Silo)
        {
            AnsiConsole.MarkupLineInterpolated($"Shopkeeper's silo answers probes at [bold]{app.Urls.First()}[/].");
            return;
        }
        var (publicUrl, internalUrl) = ServiceHost.AddressesOf(app);
        AnsiConsole.MarkupLineInterpolated(
            $"Shopkeeper serves [bold]{publicUrl}[/] (public) and [bold]{internalUrl}[/] (internal).");
        if (!app.Environment.IsDevelopment()) return;
        var data = app.Configuration["Storage:DataDirectory"] is { Length: > 0 } given ? given : "data";
        var file = Path.Combine(data, "development.json");
        AnsiConsole.MarkupLineInterpolated(
            $"Development: settings and the operator's key are in {file}. Ctrl+C stops.");
    }
}
