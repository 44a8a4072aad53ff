using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Billing;

internal sealed class AppSubscriptionStore(Database database, InstallationCipher ciphers, IKeyedHash hash)
    : IAppSubscriptionStore
{
    public async Task<bool> SaveNewerAsync(
        InstallationId installation, AppSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var gidHash = hash.Compute("app-subscription", Encoding.UTF8.GetBytes(subscription.Id));
        return await database.GuardedAsync(
            installation,
            async db =>
            {
                var cipher = await ciphers.OpenAsync(db, installation);
                var json = JsonSerializer.SerializeToUtf8Bytes(StoredSubscription.Of(subscription));
                return await db.ExecuteAsync("app-subscriptions/save-newer", new
                {
                    installation,
                    gidHash,
                    subscription.Status,
                    subscription.UpdatedAt,
                    payload = cipher.Encrypt(AppSubscriptionRow.FieldOf(gidHash), json),
                });
            },
            cancellationToken) > 0;
    }

    public Task<IReadOnlyList<AppSubscription>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<AppSubscription>>(
            async db =>
            {
                var rows = await db.ListAsync<AppSubscriptionRow>("app-subscriptions/list", new { installation });
                if (rows.Count == 0 || await ciphers.FindAsync(db, installation) is not { } cipher) return [];
                return [.. rows.Select(row => row.Read(cipher))];
            },
            cancellationToken);
}
