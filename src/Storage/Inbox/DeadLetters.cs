using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Paging;

namespace Shopkeeper.Storage.Inbox;

/// <inheritdoc/>
internal sealed class DeadLetters(Database database, InboxLevel level, InboxCipher cipher) : IDeadLetters
{
    private const string List = "dead-letters";

    // Made due again in one transaction.
    private const int Batch = 100;
    private static readonly ReplayReply Ended = new(ReplayOutcome.InstallationEnded);

    public Task<Page<DeadLetter>> ListAsync(
        ShopDomain? shop, string? topic, PageRequest page, CancellationToken cancellationToken)
    {
        var args = new { shop, topic, before = Cursor.ReadNumber(List, page.Cursor), rows = Cursor.RowsFor(page) };
        return database.ReadAsync(
            async db => Cursor.Page(
                List, await db.ListAsync<DeadLetterRow>("dead-letters/list", args), page.Limit,
                row => row.Place, row => row.ToDeadLetter(cipher)),
            cancellationToken);
    }

    public async Task<DeadLetter?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            db => db.FindAsync<DeadLetterRow>("dead-letters/find", new { id }), cancellationToken))
        ?.ToDeadLetter(cipher);

    public Task<long> CountAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.FindAsync<long>("dead-letters/count", new { shop }), cancellationToken);

    public async Task<ReplayReply> ReplayAsync(long id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } letter) return new ReplayReply(ReplayOutcome.Unknown);
        var reply = await ReplayAsync(letter.Shop, id, topic: null, cancellationToken);

        // Looked for among those of the current installation: what is not there belongs to another, or is gone.
        if (reply.Outcome != ReplayOutcome.Accepted || reply.Replayed > 0) return reply;
        return await FindAsync(id, cancellationToken) is null ? new ReplayReply(ReplayOutcome.Unknown) : Ended;
    }

    public Task<ReplayReply> ReplayAllAsync(ShopDomain shop, string? topic, CancellationToken cancellationToken) =>
        ReplayAsync(shop, id: null, topic, cancellationToken);

    public async Task<bool> DropAsync(long id, CancellationToken cancellationToken) =>
        await database.StatementAsync(
            db => db.ExecuteAsync("dead-letters/drop", new { id }), cancellationToken) > 0;

    // Found and counted without the guard, which the fence would wait for however many there are.
    private async Task<ReplayReply> ReplayAsync(
        ShopDomain shop, long? id, string? topic, CancellationToken cancellationToken)
    {
        var current = await database.ReadAsync(
            db => db.FindAsync<InstallationId?>("dead-letters/find-current", new { shop }), cancellationToken);
        if (current is not { } installation) return Ended;
        var which = new { installation, shop, id, topic, rows = IDeadLetters.ReplayMaximum + 1 };
        var found = await database.ReadAsync(
            db => db.ListAsync<Replayable>("dead-letters/find-replayable", which), cancellationToken);
        var replayed = 0;
        foreach (var rows in found.Take(IDeadLetters.ReplayMaximum).Chunk(Batch))
        {
            if (await ReplayAsync(installation, rows, cancellationToken) is not { } more) return Ended;
            replayed += more;

            // They count for the inbox's bounds again, and are never refused by them: they were answered for.
            for (var taken = 0; taken < more; taken++) level.TryTake(shop, mayBeShed: false);
        }

        var remaining = found.Count <= IDeadLetters.ReplayMaximum ? 0 : await database.ReadAsync(
            db => db.FindAsync<int>("dead-letters/count-replayable", new { installation, shop, topic }),
            cancellationToken);
        return new ReplayReply(ReplayOutcome.Accepted, replayed, remaining);
    }

    private async Task<int?> ReplayAsync(
        InstallationId installation, Replayable[] batch, CancellationToken cancellationToken)
    {
        var rows = Array.ConvertAll(batch, row => new ReplayedRow(row, Verdict.Pending));
        try
        {
            return await database.GuardedAsync(
                installation,
                async db =>
                {
                    var replayed = await db.ExecuteEachAsync("dead-letters/replay", rows);
                    await db.ExecuteEachAsync("dead-letters/set-verdict", rows);
                    return replayed;
                },
                cancellationToken);
        }
        catch (InstallationEndedException)
        {
            return null;
        }
    }

    private sealed record Replayable
    {
        public long Id { get; init; }

        public byte[] DeliveryHash { get; init; } = [];
    }

    private sealed record ReplayedRow(long Id, byte[] DeliveryHash, int Verdict)
    {
        public ReplayedRow(Replayable row, Verdict verdict)
            : this(row.Id, row.DeliveryHash, (int)verdict)
        {
        }
    }
}
