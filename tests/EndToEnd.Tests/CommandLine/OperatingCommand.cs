using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.CommandLine;

/// <summary>A command of the executable that orders something of a running service, as an operator types it.</summary>
internal static class OperatingCommand
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="service">The service, whose address and key are added; null: neither.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<(int Code, string Output)> RunAsync(
        ShopkeeperProcess? service, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["DOTNET_ENVIRONMENT"] = "Production" };
        if (service is not null)
        {
            environment["SHOPKEEPER_OPERATOR_KEY"] = service.Keys.Operator;
            arguments = [.. arguments, "--url", service.InternalUrl.ToString()];
        }
        await using var process = ServiceProcess.Start("Silo", arguments, environment);
        var code = await process.WaitForExitAsync(TimeSpan.FromSeconds(120));
        return (code, process.ReadLog());
    }
}
