namespace Shopkeeper.Silo.CommandLine.Operating;

/// <summary>Runs a client of the operators' API and tells its refusals in words.</summary>
internal static class OperatorCommands
{
    public static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperatorRefusal refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return refusal.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. What was ordered goes on.");
            return ExitCodes.Failed;
        }
    }
}
