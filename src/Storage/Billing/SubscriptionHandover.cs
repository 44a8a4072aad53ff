using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Billing;

/// <summary>
/// Hands a stay's subscriptions to the app to the next one in a reset, encrypted anew: Shopify goes on charging, and
/// tells of a subscription only when it changes.
/// </summary>
internal static class SubscriptionHandover
{
    public static async Task MoveAsync(
        DbSession session, InstallationId installation, FieldCipher from, InstallationId successor, FieldCipher to)
    {
        var rows = await session.ListAsync<AppSubscriptionRow>("app-subscriptions/list", new { installation });
        foreach (var row in rows)
        {
            var field = AppSubscriptionRow.FieldOf(row.GidHash);
            var payload = to.Encrypt(field, from.Decrypt(field, row.Payload));
            await session.ExecuteAsync(
                "app-subscriptions/move", new { installation, row.GidHash, successor, payload });
        }
    }
}
