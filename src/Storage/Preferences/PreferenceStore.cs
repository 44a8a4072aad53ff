using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Preferences;

internal sealed class PreferenceStore(Database database, InstallationCipher ciphers, IKeyedHash hash) : IPreferenceStore
{
    public Task<string?> FindAsync(InstallationId installation, string userId, CancellationToken cancellationToken)
    {
        var userHash = Hash(installation, userId);
        return database.ReadAsync(
            async db =>
            {
                var payload = await db.FindAsync<byte[]>("preferences/find", new { installation, userHash });
                return payload is not null && await ciphers.FindAsync(db, installation) is { } cipher
                    ? cipher.DecryptText(Field(userHash), payload)
                    : null;
            },
            cancellationToken);
    }

    public Task SaveAsync(InstallationId installation, string userId, string json, CancellationToken cancellationToken)
    {
        var userHash = Hash(installation, userId);
        return database.GuardedAsync(
            installation,
            async db =>
            {
                var payload = (await ciphers.OpenAsync(db, installation)).Encrypt(Field(userHash), json);
                await db.ExecuteAsync("preferences/save", new { installation, userHash, payload });
            },
            cancellationToken);
    }

    public Task DeleteAsync(InstallationId installation, string userId, CancellationToken cancellationToken)
    {
        var userHash = Hash(installation, userId);
        return database.GuardedAsync(
            installation,
            db => db.ExecuteAsync("preferences/delete", new { installation, userHash }),
            cancellationToken);
    }

    private byte[] Hash(InstallationId installation, string userId) => hash.OfText("user", installation, userId);

    private static string Field(byte[] userHash) => $"user_preferences.payload:{Convert.ToHexStringLower(userHash)}";
}
