using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Inbox;

internal sealed class SeenResources(Database database) : ISeenResources
{
    public async Task<SeenResource?> FindAsync(
        InstallationId installation, string resourceGroup, byte[] resourceHash, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            db => db.FindAsync<Row>("seen-resources/find", new { installation, resourceGroup, resourceHash }),
            cancellationToken) is { } row
            ? new SeenResource(row.HappenedAt, row.TriggeredAt)
            : null;

    public Task NoteAsync(
        InstallationId installation, string resourceGroup, byte[] resourceHash, SeenResource seen,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var args = new { installation, resourceGroup, resourceHash, seen.HappenedAt, seen.TriggeredAt };
        return database.GuardedAsync(
            installation, db => db.ExecuteAsync("seen-resources/note", args), cancellationToken);
    }

    private sealed record Row
    {
        public DateTimeOffset HappenedAt { get; init; }

        public DateTimeOffset TriggeredAt { get; init; }
    }
}
