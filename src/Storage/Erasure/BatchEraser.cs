using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Erasure;

/// <summary>Deletes an ended installation's rows from big tables, a bounded range of keys after the other.</summary>
internal sealed class BatchEraser(Database database)
{
    private const int BatchRows = 1_000;

    /// <summary>Deletes the next rows of these tables after a place; without one, the first.</summary>
    public Task<PurgedBatch> PurgeAsync(
        ErasureSubject subject,
        IReadOnlyList<ErasableTable> tables,
        string? after,
        CancellationToken cancellationToken) =>
        database.PurgeAsync(
            async db =>
            {
                await ErasureBounds.ReadEndedAsync(db, subject);
                return await PurgeAsync(db, subject, tables, PurgePlace.Read(after), BatchRows);
            },
            cancellationToken);

    /// <summary>Deletes so many rows at most.</summary>
    public static async Task<PurgedBatch> PurgeAsync(
        DbSession db, ErasureSubject subject, IReadOnlyList<ErasableTable> tables, PurgePlace? place, int left)
    {
        var purged = new List<StoreCount>();
        foreach (var table in Remaining(tables, place))
        {
            var after = place?.Table == table.Name ? place.Key : table.KeysBegin;
            var until = await db.FindAsync<string>(
                table.BatchEnd!, new { subject.Installation, after, rows = left });
            if (until is null) continue;
            var rows = await db.ExecuteAsync(table.Purge!, new { subject.Installation, after, until });
            purged.Add(new StoreCount { Store = table.Name, Count = rows });
            place = new PurgePlace(table.Name, until);
            left -= rows;
            if (left <= 0) break;
        }

        return new PurgedBatch(purged, place?.ToString());
    }

    // A table that this release does not know is no place: then it begins anew, and finds what is left.
    private static IEnumerable<ErasableTable> Remaining(IReadOnlyList<ErasableTable> tables, PurgePlace? place) =>
        tables.Any(table => table.Name == place?.Table)
            ? tables.SkipWhile(table => table.Name != place!.Table)
            : tables;
}
