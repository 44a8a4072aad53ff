namespace Shopkeeper.Testing;

/// <summary>
/// A fresh folder that only the current user can read (mode 0700), deleted with its content on disposal.
/// </summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Creates the folder below the system's folder for temporary files.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("shopkeeper-").FullName;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The full path of a file or folder inside. Nothing is created.</summary>
    public string Combine(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
