namespace Shopkeeper.Storage.Keys;

/// <inheritdoc/>
internal sealed class KeyFiles(KeyDirectory directory) : IKeyFiles
{
    public bool AreReadable()
    {
        try
        {
            using var hashKey = File.OpenRead(directory.HashKeyFile);
            return hashKey.Length > 0;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
