using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Inbox;

/// <summary>
/// Puts a batch of deliveries into the tables: one statement on PostgreSQL, one row after another on SQLite.
/// </summary>
internal static class InboxRows
{
    /// <returns>The hashes of those that were new, in hexadecimal.</returns>
    public static Task<IReadOnlyList<string>> InsertAsync(DbSession session, IReadOnlyList<InboxEntry> entries) =>
        session.Dialect == Dialect.Postgres ? InsertTogetherAsync(session, entries) : InsertEachAsync(session, entries);

    private static async Task<IReadOnlyList<string>> InsertTogetherAsync(
        DbSession session, IReadOnlyList<InboxEntry> entries)
    {
        var hashes = await session.ListAsync<byte[]>("inbox/record-batch", new
        {
            hashes = entries.Select(entry => entry.Hash).ToArray(),
            shops = entries.Select(entry => entry.Shop.Value).ToArray(),
            topics = entries.Select(entry => entry.Topic).ToArray(),
            lanes = entries.Select(entry => entry.Lane).ToArray(),
            triggered = entries.Select(entry => entry.TriggeredAt?.ToUnixTimeMilliseconds()).ToArray(),
            payloads = entries.Select(entry => entry.Payload).ToArray(),
            hints = entries.Select(entry => entry.Hints).ToArray(),
            traces = entries.Select(entry => entry.TraceParent).ToArray(),
        });
        return [.. hashes.Select(Convert.ToHexString)];
    }

    private static async Task<IReadOnlyList<string>> InsertEachAsync(
        DbSession session, IReadOnlyList<InboxEntry> entries)
    {
        var recorded = new List<string>(entries.Count);
        foreach (var entry in entries)
        {
            if (await session.ExecuteAsync("inbox/record-id", new { hash = entry.Hash }) == 0) continue;
            await session.ExecuteAsync(
                "inbox/record-delivery",
                new
                {
                    shop = entry.Shop,
                    topic = entry.Topic,
                    lane = entry.Lane,
                    hash = entry.Hash,
                    triggeredAt = entry.TriggeredAt,
                    payload = entry.Payload,
                    hints = entry.Hints,
                    traceParent = entry.TraceParent,
                });
            recorded.Add(Convert.ToHexString(entry.Hash));
        }

        return recorded;
    }
}
