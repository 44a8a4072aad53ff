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
        catch (OptionsValidationException wrong)
        {
            foreach (var failure in wrong.Failures) await Console.Error.WriteLineAsync(failure);
            return ExitCodes.BadUsage;
        }
        catch (InvalidOperationException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCodes.Failed;
        }
        catch (IOException busy)
        {
            await Console.Error.WriteLineAsync(
                $"{busy.Message} Set Listen:Public and Listen:Internal to free addresses.");
            return ExitCodes.Failed;
        }
        catch (StorageUnavailableException down)
        {
            await Console.Error.WriteLineAsync(
                $"{down.Message} Check ConnectionStrings:Shopkeeper, and that the database accepts connections.");
            return ExitCodes.Failed;
        }
    }
}
