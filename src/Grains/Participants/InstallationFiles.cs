using System.Text.RegularExpressions;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Writes files of current installations. The installation is looked up before the write and again after it: what was
/// written across its end is taken back, since the teardown may have counted already.
/// </summary>
internal sealed partial class InstallationFiles(InstallationFolder folder, IInstallationStore installations)
    : IInstallationFiles
{
    public async Task PutAsync(
        InstallationId installation, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!FileName().IsMatch(name))
            throw new ArgumentException(
                "A file name has letters, digits, '.', '_', '-', and at most 128 of them.", nameof(name));
        if (!await IsCurrentAsync(installation, cancellationToken)) throw new InstallationEndedException(installation);

        var path = Path.Combine(folder.Create(installation), name);
        if (new FileInfo(path).LinkTarget is not null) throw new IOException("The file is a link.");
        try
        {
            await File.WriteAllBytesAsync(path, content, cancellationToken);
        }
        catch (DirectoryNotFoundException) when (!Directory.Exists(folder.PathOf(installation)))
        {
            // Erased between the look and the write.
            throw new InstallationEndedException(installation);
        }

        if (await IsCurrentAsync(installation, CancellationToken.None)) return;
        folder.Delete(installation, CancellationToken.None);
        throw new InstallationEndedException(installation);
    }

    public IReadOnlyList<string> List(InstallationId installation) => folder.Names(installation);

    private async Task<bool> IsCurrentAsync(InstallationId installation, CancellationToken cancellationToken) =>
        await installations.FindAsync(installation, cancellationToken) is { EndedAt: null };

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
