using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Files that the app keeps for installations, one folder each; they go with the installation. An example of a store
/// outside the database that takes part in erasure.
/// </summary>
public interface IInstallationFiles
{
    /// <summary>Writes a file of a current installation, replacing one of the same name.</summary>
    /// <param name="installation">Whose file it is.</param>
    /// <param name="name">
    /// A plain file name: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, at most 128, beginning with a letter or digit.
    /// </param>
    /// <param name="content">What is written.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="InstallationEndedException">
    /// The installation has ended; nothing is left of the file.
    /// </exception>
    /// <exception cref="IOException">The folder is a link, or the file could not be written.</exception>
    Task PutAsync(
        InstallationId installation, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The names of an installation's files.</summary>
    IReadOnlyList<string> List(InstallationId installation);
}
