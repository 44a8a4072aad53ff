using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Shopkeeper.Testing.Redis;

/// <summary>
/// A real Redis server for one test, with its data in memory only: stopped, started again and frozen at will, and gone
/// with the process that started it.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private ServiceProcess? _process;

    private RedisServer()
    {
    }

    /// <summary>How <c>Cache:Redis</c> names it.</summary>
    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">There is no <c>redis-server</c>; the message says what to
    /// install.</exception>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>: empty, at the same address.</summary>
    public async Task StartAgainAsync()
    {
        _process = ServiceProcess.Run("redis-server", FindProgram(),
        [
            "--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--appendonly", "no",
            "--daemonize", "no", "--protected-mode", "no", "--loglevel", "warning",
        ]);
        await Eventually.UntilAsync(
            "redis-server answers", async () => (await RunAsync("ping")).Trim() == "PONG", StartDeadline);
    }

    /// <summary>Ends it, and what it holds with it.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Freezes it, so that its clients wait.</summary>
    public void Pause() => _process!.Pause();

    /// <summary>Lets it go on.</summary>
    public void Resume() => _process!.Resume();

    /// <summary>What <c>redis-cli</c> prints for a command, without decoration.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo("redis-cli", ["-h", "127.0.0.1", "-p", $"{_port}", "--raw", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"redis-cli ended with {process.ExitCode}: {await error}");
    }

    /// <summary>
    /// Everything that it holds: each key with its time to live, its type and what is in it, in the order of the keys;
    /// bytes as the characters of Latin-1.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> DumpAsync()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in (await RunAsync("keys", "*")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var type = (await RunAsync("type", key)).Trim();
            found[key] = type switch
            {
                "hash" => await RunAsync("hgetall", key),
                "zset" => await RunAsync("zrange", key, "0", "-1", "withscores"),
                "string" => await RunAsync("get", key),
                _ => throw new InvalidOperationException($"The type {type} is not known here."),
            };
        }

        return found;
    }

    /// <summary>For how long a key lives still.</summary>
    public async Task<TimeSpan> LifetimeOfAsync(string key) =>
        TimeSpan.FromMilliseconds(long.Parse((await RunAsync("pttl", key)).Trim(), CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static string FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/bin").Append("/usr/local/bin").Append("/opt/homebrew/bin")
        .Select(folder => Path.Combine(folder, "redis-server"))
        .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            "The tests run a real redis-server and found none. Install it (Debian, Ubuntu: apt-get install "
            + "redis-server; Fedora: dnf install redis; macOS: brew install redis) or run ./test, which does.");
}
