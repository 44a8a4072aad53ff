using System.CommandLine;

namespace Shopkeeper.Silo.CommandLine;

/// <summary>Settings on the command line: <c>--Section:Key value</c> or <c>--Section:Key=value</c>.</summary>
internal static class ConfigurationArguments
{
    /// <summary>
    /// An exit code when something on the command line is neither a command nor a setting; otherwise null.
    /// </summary>
    public static async Task<int?> CheckAsync(ParseResult parsed)
    {
        for (var index = 0; index < parsed.UnmatchedTokens.Count; index++)
        {
            var token = parsed.UnmatchedTokens[index];
            if (!token.StartsWith("--", StringComparison.Ordinal) || !token.Contains(':', StringComparison.Ordinal))
            {
                await Console.Error.WriteLineAsync(
                    $"'{token}' is neither a command nor a setting. Settings are --Section:Key value; --help lists "
                    + "the commands.");
                return ExitCodes.BadUsage;
            }
            if (!token.Contains('=', StringComparison.Ordinal)) index++;
        }
        return null;
    }
}
