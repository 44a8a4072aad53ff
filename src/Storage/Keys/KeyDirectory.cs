using Microsoft.AspNetCore.DataProtection;

namespace Shopkeeper.Storage.Keys;

/// <summary>
/// The folder that all keys live in (mode 0700, files 0600). Several processes may start on an empty one at the same
/// time: whatever is missing is made under a lock file, by the first, and read by all.
/// </summary>
internal sealed class KeyDirectory
{
    public const string ApplicationName = "shopkeeper";

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileModeOwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    public KeyDirectory(string path)
    {
        Root = Prepare(Path.GetFullPath(path));
        Ring = Prepare(Path.Combine(Root, "ring"));
        Certificates = Prepare(Path.Combine(Root, "certificates"));
        HashKeyFile = Path.Combine(Root, "hash.key");
        EnsureRing();
    }

    public string Root { get; }

    public string Ring { get; }

    public string Certificates { get; }

    public string HashKeyFile { get; }

    private string LockFile => Path.Combine(Root, ".lock");

    /// <summary>Reads a key file; makes it first, once for all processes, when it is not there.</summary>
    public byte[] ReadOrCreate(string file, Func<byte[]> create)
    {
        if (!File.Exists(file))
        {
            Exclusively(() =>
            {
                if (!File.Exists(file))
                    WriteDurably(file, create());
            });
        }

        return File.ReadAllBytes(file);
    }

    /// <summary>Runs something while no other process does it in this folder.</summary>
    /// <exception cref="TimeoutException">Another process kept the lock for 30 s.</exception>
    public void Exclusively(Action action)
    {
        using var held = Lock();
        action();
    }

    // This happens once, at start: waiting in place is all there is to do meanwhile.
    private FileStream Lock()
    {
        FileStream? held = null;
        return SpinWait.SpinUntil(() => (held = TryLock()) is not null, LockTimeout)
            ? held!
            : throw new TimeoutException(
                $"Another process has held {LockFile} for {LockTimeout.TotalSeconds} s. Stop it, or delete the file.");
    }

    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(LockFile, Options(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            // Another process is making the keys that this one needs.
            return null;
        }
    }

    // The ring makes its first key when it is first used. Two processes that do so at the same time make two, and each
    // would not know the other's until its next daily look at the folder.
    private void EnsureRing()
    {
        if (Directory.EnumerateFiles(Ring, "*.xml").Any())
            return;
        Exclusively(() =>
        {
            if (Directory.EnumerateFiles(Ring, "*.xml").Any())
                return;
            var provider = DataProtectionProvider.Create(
                new DirectoryInfo(Ring), builder => builder.SetApplicationName(ApplicationName));
            provider.CreateProtector("first-key").Protect([0]);
        });
    }

    private static void WriteDurably(string file, byte[] content)
    {
        // The name appears only with the whole content, whenever the process is killed.
        var partial = file + ".partial";
        using (var stream = new FileStream(partial, Options(FileMode.Create, FileShare.None)))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, file, overwrite: false);
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileModeOwnerOnly;
        return options;
    }

    private static string Prepare(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;

        Directory.CreateDirectory(path, FolderMode);
        if ((File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new InvalidOperationException(
                $"The key folder {path} is open to every user of this machine. Close it: chmod 700 '{path}'.");
        }

        return path;
    }
}
