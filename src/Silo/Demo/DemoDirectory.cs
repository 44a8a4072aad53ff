namespace Shopkeeper.Silo.Demo;

/// <summary>The demonstration's folder: emptied at the start, but only if a demonstration made it.</summary>
internal sealed class DemoDirectory
{
    private const string Marker = ".shopkeeper-demo";

    private DemoDirectory(string path) => Path = path;

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "service");

    public string Files => System.IO.Path.Combine(Path, "files");

    public string Certificates => System.IO.Path.Combine(Path, "certificates");

    public string JwksFile => System.IO.Path.Combine(Certificates, "jwks.json");

    /// <exception cref="InvalidOperationException">The folder holds something else.</exception>
    public static DemoDirectory CreateFresh(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var marker = System.IO.Path.Combine(full, Marker);
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
        {
            if (!File.Exists(marker))
            {
                throw new InvalidOperationException(
                    $"{full} holds other files. Give --directory a folder that is empty or does not exist.");
            }
            Directory.Delete(full, recursive: true);
        }
        Directory.CreateDirectory(full);
        File.WriteAllText(marker, "");
        var made = new DemoDirectory(full);
        Directory.CreateDirectory(made.Certificates);
        return made;
    }
}
