using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shopkeeper.Frontend.BackEnds;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator;

namespace Shopkeeper.Silo.Hosting;

/// <summary>
/// What Development needs and nobody has set: the app's settings for the simulator at its default address, and an
/// operator's and a service key. Generated once into <c>{DataDirectory}/development.json</c> (mode 0600), and served
/// on loopback only. Production starts with nothing generated.
/// </summary>
public static class DevelopmentSettings
{
    private const string FileName = "development.json";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads the generated operator key beside a data directory; null when there is none.</summary>
    public static string? ReadOperatorKey(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        return File.Exists(path) ? Read(path)["OperatorKey"] : null;
    }

    /// <summary>Reads the generated service key beside a data directory; null when there is none.</summary>
    public static string? ReadServiceKey(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        return File.Exists(path) ? Read(path).GetValueOrDefault("ServiceKey") : null;
    }

    internal static void Complete(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Environment.IsDevelopment()) return;
        var configuration = builder.Configuration;
        var directory = configuration["Storage:DataDirectory"] is { Length: > 0 } given ? given : "data";
        var generated = ReadOrCreate(directory);
        var missing = generated.Where(
            pair => string.IsNullOrEmpty(configuration[pair.Key]) && !IsShadowed(configuration, pair.Key));
        configuration.AddInMemoryCollection(missing.ToDictionary(pair => pair.Key, string? (pair) => pair.Value));
        foreach (var key in (string[])["Listen:Public", "Listen:Internal"])
        {
            if (configuration[key] is { Length: > 0 } address && !ServiceHost.IsLoopback(address))
            {
                throw new InvalidOperationException(
                    $"{key} is not a loopback address. Development serves loopback only: set "
                    + "ASPNETCORE_ENVIRONMENT=Production and the settings that README.md lists.");
            }
        }
    }

    // Somebody's own keys replace the generated one.
    private static bool IsShadowed(ConfigurationManager configuration, string key) =>
        Array.Exists(["Operator:Keys", "Service:Keys"], section =>
            key.StartsWith(section + ":", StringComparison.Ordinal)
                && configuration.GetSection(section).GetChildren().Any());

    private static Dictionary<string, string> ReadOrCreate(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) Create(directory, path);
        return Read(path);
    }

    private static Dictionary<string, string> Read(string path) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))
        ?? throw new InvalidOperationException($"{path} is empty. Delete it, and it is made anew.");

    private static void Create(string directory, string path)
    {
        Directory.CreateDirectory(directory);
        var operatorKey = NewKey();
        var serviceKey = NewKey();
        var settings = new Dictionary<string, string>
        {
            ["Shopify:ApiKey"] = SimulatorOptions.DefaultApiKey,
            ["Shopify:ApiSecret"] = SimulatorOptions.DefaultApiSecret,
            ["Shopify:Scopes"] = "read_products",
            ["Shopify:AppUrl"] = new ListenerOptions().Public,
            ["Shopify:AdminUrlTemplate"] = $"{SimulatorOptions.DefaultUrl}/{AdminUrl.Placeholder}",
            ["EmbeddedApp:AppBridgeUrl"] = SimulatorOptions.DefaultUrl + SimulatorOptions.AppBridgePath,
            ["OperatorKey"] = operatorKey,
            ["Operator:Keys:development:Sha256"] = HashOf(operatorKey),
            ["ServiceKey"] = serviceKey,
            ["Service:Keys:development:Sha256"] = HashOf(serviceKey),
            ["Service:Keys:development:Scopes"] = string.Join(',', ServiceScopes.All),
        };
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, settings, Indented);
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
