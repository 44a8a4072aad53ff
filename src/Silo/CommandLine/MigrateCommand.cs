using System.CommandLine;
using Shopkeeper.Silo.Hosting;
using Shopkeeper.Storage;

namespace Shopkeeper.Silo.CommandLine;

/// <summary><c>migrate</c>: brings the database to this version and ends.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Applies the migrations that the database lacks, and ends.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(async (parsed, cancellationToken) =>
            await ConfigurationArguments.CheckAsync(parsed) ?? await StartFailures.TellAsync(async () =>
            {
                await using var app = ServiceHost.CreateBuilder([.. parsed.UnmatchedTokens], null).Build();
                await StorageStartup.MigrateAsync(app.Services, cancellationToken);
                await Console.Out.WriteLineAsync("The database is up to date.");
                return ExitCodes.Done;
            }));
        return command;
    }
}
