using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Keys;

/// <summary>
/// Opens an installation's data key inside the transaction that uses it: from memory, or else with one read of the
/// installation's row.
/// </summary>
internal sealed class InstallationCipher(DataKeys keys)
{
    /// <summary>The cipher of an installation, ended or not. Null when its row is gone, and its data with it.</summary>
    public async Task<FieldCipher?> FindAsync(DbSession session, InstallationId installation)
    {
        var wrapped = keys.FindWrapped(installation)
            ?? await session.FindAsync<byte[]>("keys/read", new { installation });
        return wrapped is null ? null : new FieldCipher(keys, installation, wrapped);
    }

    /// <summary>The cipher of an installation that the guard has just found.</summary>
    /// <exception cref="InstallationEndedException">Its row is gone.</exception>
    public async Task<FieldCipher> OpenAsync(DbSession session, InstallationId installation) =>
        await FindAsync(session, installation) ?? throw new InstallationEndedException(installation);
}
