using System.Globalization;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>
/// A folder in which a test can leave no room to write: a file system in memory of its own, which root can mount; or
/// else a limit on how long files may become, which anybody can set on his own process.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Megabytes = 24;
    private const int PageBytes = 4096;

    // For some deliveries, so that there are those that were taken before the first one is refused.
    private const int RoomBytes = 1 << 20;
    private readonly TemporaryFolder _folder = new();
    private readonly bool _isMounted;

    private SmallDisk(bool isMounted) => _isMounted = isMounted;

    /// <summary>The folder.</summary>
    public string Path => _folder.Path;

    /// <summary>
    /// What runs a process so that it is told of a write beyond the limit, and not ended for it.
    /// </summary>
    public IReadOnlyList<string> Wrapper => _isMounted ? [] : ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

    /// <summary>
    /// What the process has to be set to: .NET keeps the code that it compiles in a file of its own in memory, for
    /// which the limit would hold too.
    /// </summary>
    public Dictionary<string, string?> Settings => new(StringComparer.Ordinal)
    {
        ["Storage:DataDirectory"] = Path,
        ["DOTNET_EnableWriteXorExecute"] = _isMounted ? null : "0",
    };

    private string Filler => _folder.Combine("filler");

    /// <summary>Makes one.</summary>
    /// <param name="mounted">Whether to mount one; where that can't be, a limit is used.</param>
    public static async Task<SmallDisk> CreateAsync(bool mounted)
    {
        var disk = new SmallDisk(mounted && OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess);
        var size = string.Create(CultureInfo.InvariantCulture, $"size={Megabytes}m,mode=0700");
        if (disk._isMounted) await Shell.RunAsync("mount", "-t", "tmpfs", "-o", size, "shopkeeper-test", disk.Path);
        return disk;
    }

    /// <summary>Leaves room for a few more writes, which are soon used up.</summary>
    public Task FillAsync(int processId)
    {
        if (!_isMounted) return LimitAsync(processId, $"{LongestFile() + RoomBytes}:unlimited");
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[PageBytes];
        try
        {
            while (true) file.Write(page);
        }
        catch (IOException)
        {
            // Full. Were anything else the matter, the test would wait in vain for a refusal.
        }
        file.SetLength(file.Length - RoomBytes);
        return Task.CompletedTask;
    }

    /// <summary>Gives the room back.</summary>
    public Task EmptyAsync(int processId)
    {
        if (!_isMounted) return LimitAsync(processId, "unlimited:unlimited");
        File.Delete(Filler);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isMounted) await Shell.RunAsync("umount", Path);
        _folder.Dispose();
    }

    // What is written to next is the database's log, which only grows as yet.
    private long LongestFile() => new DirectoryInfo(Path).EnumerateFiles().Max(file => file.Length);

    private static Task<string> LimitAsync(int processId, string limits) =>
        Shell.RunAsync("prlimit", "--pid", $"{processId}", $"--fsize={limits}");
}
