using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Silo.CommandLine;

/// <summary>Tells what keeps a command from running in words, without a stack trace.</summary>
internal static class StartFailures
{
    public static async Task<int> TellAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCodes.Failed;
        }
        catch (Exception wrong) when (Refusals(wrong) is { Length: > 0 } refusals)
        {
            foreach (var failure in refusals.Distinct(StringComparer.Ordinal))
                await Console.Error.WriteLineAsync(failure);
            return ExitCodes.BadUsage;
        }
        catch (InvalidOperationException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCodes.Failed;
        }
        catch (IOException busy) when (busy.InnerException is AddressInUseException or SocketException)
        {
            await Console.Error.WriteLineAsync(
                $"{busy.Message} Set Listen:Public and Listen:Internal to free addresses.");
            return ExitCodes.Failed;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(
                $"{refused.Message} Check Storage:DataDirectory and Keys:Directory, and who may write there.");
            return ExitCodes.Failed;
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            // The message may repeat the setting, and with it a password.
            await Console.Error.WriteLineAsync(
                "A setting can't be read. ConnectionStrings:Shopkeeper is Host=…;Database=…;Username=…;Password=…, "
                + "Listen:* http://{ip}:{port}.");
            return ExitCodes.BadUsage;
        }
        catch (StorageUnavailableException down)
        {
            await Console.Error.WriteLineAsync(
                $"{down.Message} Check ConnectionStrings:Shopkeeper, and that the database accepts connections.");
            return ExitCodes.Failed;
        }
    }

    // Sections are validated one by one, and one that refers to another tells what is wrong with that, too.
    private static string[] Refusals(Exception exception) => exception switch
    {
        OptionsValidationException wrong => [.. wrong.Failures],
        AggregateException several when several.InnerExceptions.All(one => one is OptionsValidationException) =>
            [.. several.InnerExceptions.SelectMany(Refusals)],
        _ => [],
    };
}
