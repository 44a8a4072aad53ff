using System.Net.Http.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Participants;

/// <summary>The sample participant as it is shipped, in a real process, with a folder of documents.</summary>
public sealed class NodeParticipant : IAsyncDisposable
{
    private static readonly HttpClient Http = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _environment;
    private ServiceProcess? _process;

    /// <summary>Prepares it; it does not run yet.</summary>
    /// <param name="environment">Put over the sample's own defaults.</param>
    public NodeParticipant(IReadOnlyDictionary<string, string?>? environment = null)
    {
        Url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        Secret = NewSecret();
        _environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PORT"] = $"{Url.Port}",
            ["SECRET"] = Secret,
            ["STORE"] = _folder.Combine("store"),
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>()) _environment[key] = value;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The secret that it was given.</summary>
    public string Secret { get; }

    /// <summary>The folder of its documents and records.</summary>
    public string Store => _folder.Combine("store");

    /// <summary>The settings that wire it to a service.</summary>
    public Dictionary<string, string?> Settings(string name = "documents") => new(StringComparer.Ordinal)
    {
        [$"Participants:{name}:Url"] = Url.GetLeftPart(UriPartial.Authority),
        [$"Participants:{name}:Secret"] = Secret,
        [$"Participants:{name}:PollAfter"] = "00:00:00.2",
    };

    /// <summary>A secret of Standard Webhooks.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToBase64String(Convert.FromHexString(Keys.RandomText(32)));

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        var program = Path.Combine(RepositoryRoot.Path, "samples", "node-participant", "participant.mjs");
        _process = ServiceProcess.Run("node", NodeProgram.Find(), [program], _environment);
        await _process.WaitForHttpAsync(new Uri(Url, "/health"));
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>Puts a document in, as the app would.</summary>
    public async Task PutAsync(Merchant shop, string id, string content)
    {
        using var answer = await Http.PutAsJsonAsync(new Uri(Url, "/documents"), new
        {
            installationId = shop.InstallationId,
            shop = shop.Domain,
            kind = "reports",
            id,
            body = new { content },
        });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The paths of the files in its store, with their content.</summary>
    public IReadOnlyDictionary<string, string> ReadFiles() => Directory.Exists(Store)
        ? Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Store, path), File.ReadAllText)
        : new Dictionary<string, string>();

    /// <summary>Everything that it wrote to its output.</summary>
    public string ReadLog() => _process?.ReadLog() ?? "";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Dispose();
    }
}
