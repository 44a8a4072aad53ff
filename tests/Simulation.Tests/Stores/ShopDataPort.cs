using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to the guarded tables of shop data.</summary>
internal sealed class ShopDataPort(SimulatedProcess process, Effects effects, SimulatedDatabase db)
    : ISessionStore, IPreferenceStore, IApiLogStore, IWebhookSubscriptionStore, ISeenResources
{
    /// <summary>Writes one row, as any of the app's own code does.</summary>
    public Task WriteAsync(InstallationId installation, string table, string row) =>
        effects.Do(process, $"{table}.write {row}", () =>
        {
            db.Guard(installation);
            db.Insert(installation, table, row);
        });

    public Task SaveAsync(
        InstallationId installation, StoredSession session, CancellationToken cancellationToken) =>
        WriteAsync(installation, "sessions", session.Id);

    public Task AppendAsync(InstallationId installation, ApiLogEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(installation, "api_logs", $"{db.NextSequence()}");

    public Task SaveAsync(
        InstallationId installation, string userId, string json, CancellationToken cancellationToken) =>
        WriteAsync(installation, "user_preferences", userId);

    public Task<string?> FindAsync(InstallationId installation, string userId, CancellationToken cancellationToken) =>
        effects.Do(process, "user_preferences.find", () =>
            db.RowsOf(installation).Contains(("user_preferences", userId)) ? "{}" : null);

    public Task DeleteAsync(InstallationId installation, string userId, CancellationToken cancellationToken) =>
        effects.Do(process, "user_preferences.delete", () =>
        {
            db.Guard(installation);
            db.RowsOf(installation).Remove(("user_preferences", userId));
        });

    public Task<IReadOnlyList<WebhookSubscriptionRecord>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<WebhookSubscriptionRecord>>(process, "subscriptions.list", () =>
            [.. db.Subscriptions.GetValueOrDefault(installation) ?? []]);

    public Task SaveAsync(
        InstallationId installation,
        IReadOnlyCollection<WebhookSubscriptionRecord> records,
        CancellationToken cancellationToken) =>
        effects.Do(process, "subscriptions.save", () =>
        {
            db.Guard(installation);
            db.RequireCurrent(installation, "subscription_records");
            var known = db.SubscriptionsOf(installation);
            known.RemoveAll(record => records.Any(saved => saved.Name == record.Name));
            known.AddRange(records);
        });

    public Task RemoveAsync(InstallationId installation, string name, CancellationToken cancellationToken) =>
        effects.Do(process, "subscriptions.remove", () =>
        {
            db.Subscriptions.GetValueOrDefault(installation)?.RemoveAll(record => record.Name == name);
        });

    public Task<SeenResource?> FindAsync(
        InstallationId installation, string resourceGroup, byte[] resourceHash, CancellationToken cancellationToken) =>
        effects.Do(process, "seen.find", () => db.SeenResources.GetValueOrDefault(
            (installation, resourceGroup, Convert.ToHexString(resourceHash))));

    public Task NoteAsync(
        InstallationId installation, string resourceGroup, byte[] resourceHash, SeenResource seen,
        CancellationToken cancellationToken) =>
        effects.Do(process, "seen.note", () =>
        {
            db.Guard(installation);
            db.RequireCurrent(installation, "seen_resources");
            db.SeenResources[(installation, resourceGroup, Convert.ToHexString(resourceHash))] = seen;
        });

    public Task SaveOnlineAsync(
        InstallationId installation, string sessionId, OnlineToken token, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<OnlineToken?> FindOnlineAsync(
        InstallationId installation, string sessionId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<StoredSession>> ISessionStore.ListAsync(
        InstallationId installation, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<Page<ApiLogEntry>> IApiLogStore.ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
