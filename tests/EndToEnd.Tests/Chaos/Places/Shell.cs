using System.ComponentModel;
using System.Diagnostics;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>Runs programs of the system.</summary>
internal static class Shell
{
    /// <summary>Runs one and answers what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It is missing, or it failed; the message is its own.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} can't be run: {missing.Message}", missing);
        }
    }
}
