using System.IO.Enumeration;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// The folder of one installation under the root, named for its id. No link is ever followed: not in place of the
/// folder, and not inside it, so that nothing outside the root is read, written or deleted.
/// </summary>
internal sealed class InstallationFolder(IOptions<FolderOptions> options)
{
    private readonly string _root = Path.GetFullPath(options.Value.Root);

    public string PathOf(InstallationId installation) => Path.Combine(_root, installation.ToString());

    /// <summary>Creates the folder, for the current user alone.</summary>
    /// <exception cref="IOException">Something else is in its place.</exception>
    public string Create(InstallationId installation)
    {
        CreatePrivate(_root);
        var path = PathOf(installation);
        if (IsLink(path)) throw new IOException("The installation's folder is a link.");
        CreatePrivate(path);
        return path;
    }

    /// <summary>How many files and links the folder holds, at any depth.</summary>
    public long CountFiles(InstallationId installation) => Entries(installation).Count(entry => !entry.IsFolder);

    /// <summary>How many entries of any kind are left, the folder itself among them.</summary>
    public long CountEntries(InstallationId installation)
    {
        var path = PathOf(installation);
        if (IsLink(path) || File.Exists(path)) return 1;
        return Directory.Exists(path) ? 1 + Entries(installation).Count : 0;
    }

    /// <summary>The names of the files directly in the folder.</summary>
    public IReadOnlyList<string> Names(InstallationId installation)
    {
        var path = PathOf(installation);
        return Directory.Exists(path) && !IsLink(path)
            ? [.. Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Deletes the folder with all that is in it. A link goes itself; what it points to stays.</summary>
    /// <returns>How many files and links were deleted.</returns>
    public long Delete(InstallationId installation, CancellationToken cancellationToken)
    {
        var path = PathOf(installation);
        if (IsLink(path) || File.Exists(path))
        {
            File.Delete(path);
            return 1;
        }

        var deleted = 0L;
        foreach (var file in Entries(installation).Where(entry => !entry.IsFolder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Delete(file.Path);
            deleted++;
        }

        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        return deleted;
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private List<(string Path, bool IsFolder)> Entries(InstallationId installation)
    {
        var path = PathOf(installation);
        if (!Directory.Exists(path) || IsLink(path)) return [];
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
            IgnoreInaccessible = false,
        };
        return
        [
            .. new FileSystemEnumerable<(string, bool)>(
                path, (ref FileSystemEntry entry) => (entry.ToFullPath(), IsFolder(ref entry)), options)
            {
                ShouldRecursePredicate = (ref FileSystemEntry entry) => IsFolder(ref entry),
            },
        ];
    }

    private static bool IsFolder(ref FileSystemEntry entry) =>
        entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0;
}
