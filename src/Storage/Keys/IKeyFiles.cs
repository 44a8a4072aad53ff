namespace Shopkeeper.Storage.Keys;

/// <summary>The files that everything stored is read with.</summary>
public interface IKeyFiles
{
    /// <summary>
    /// False when the folder is gone, emptied or unreadable. A running process goes on with the keys it has in memory;
    /// the next start will not.
    /// </summary>
    bool AreReadable();
}
