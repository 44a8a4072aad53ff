using System.CommandLine;

namespace Shopkeeper.Silo.CommandLine;

/// <summary><c>health</c>: asks a running service whether it is ready, where no other tool can.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = new Option<string>("--url")
        {
            Description = "The internal listener.",
            DefaultValueFactory = _ => "http://127.0.0.1:5081",
        };
        var command = new Command("health", "Asks a service whether it is ready. Exit code 0: ready; 1: not.") { url };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(url)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address is not { Scheme: "http" or "https" })
        {
            await Console.Error.WriteLineAsync("--url is http://{host}:{port} of a service's internal listener.");
            return ExitCodes.BadUsage;
        }

        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/health/ready"), cancellationToken);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.IsSuccessStatusCode ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"No answer from {url}: {unreachable.Message}");
            return ExitCodes.Failed;
        }
    }
}
