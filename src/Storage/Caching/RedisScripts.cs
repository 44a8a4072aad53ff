using System.Reflection;

namespace Shopkeeper.Storage.Caching;

/// <summary>The scripts that Redis runs, each as a whole: <c>Caching/{name}.lua</c>.</summary>
internal static class RedisScripts
{
    public static string Read(string name)
    {
        var resource = $"Caching/{name}.lua";
        var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"No script is named '{resource}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
