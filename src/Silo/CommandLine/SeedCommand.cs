using System.CommandLine;
using Shopkeeper.Silo.Hosting;
using Shopkeeper.Silo.Seeding;
using Shopkeeper.Storage;

namespace Shopkeeper.Silo.CommandLine;

/// <summary><c>seed</c>: synthetic shops to measure with, written through the service's own stores.</summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        var prefix = new Option<string>("--prefix")
        {
            Description = "Shops are {prefix}{number}.myshopify.com.",
            DefaultValueFactory = _ => "shop-",
        };
        var from = Number("--from", 0, "The first number.");
        var count = Number("--count", 100, "How many shops.");
        var sessions = Number("--sessions", 5, "User sessions a shop.");
        var preferences = Number("--preferences", 20, "Users with preferences a shop.");
        var logs = Number("--logs", 200, "API log entries a shop.");
        var jobs = Number("--jobs", 10, "Queued jobs a shop, due in a year.");
        var command = new Command(
            "seed", "Makes synthetic shops for load. The service must not run on SQLite meanwhile.")
        {
            prefix, from, count, sessions, preferences, logs, jobs,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
            await ConfigurationArguments.CheckAsync(parsed) ?? await StartFailures.TellAsync(async () =>
            {
                await using var app = ServiceHost.CreateBuilder([.. parsed.UnmatchedTokens], null).Build();
                await StorageStartup.PrepareAsync(app.Services, cancellationToken);
                var size = new SeedSize(
                    parsed.GetValue(
                        sessions), parsed.GetValue(preferences), parsed.GetValue(logs), parsed.GetValue(jobs));
                var made = await ActivatorUtilities.CreateInstance<Seeder>(app.Services).SeedAsync(
                    parsed.GetValue(prefix)!, parsed.GetValue(from), parsed.GetValue(count), size, cancellationToken);
                await Console.Out.WriteLineAsync($"{made} shops made.");
                return ExitCodes.Done;
            }));
        return command;
    }

    private static Option<int> Number(string name, int value, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            // What is no number at all is told by the parser itself.
            if (result.Tokens is [{ Value: var text }] && text.StartsWith('-'))
                result.AddError($"{name} must be zero or more.");
        });
        return option;
    }
}
