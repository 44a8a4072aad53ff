using System.Threading.Channels;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Compliance;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Inbox;

/// <summary>
/// The group commit: while one batch is being committed the next one gathers, so that the busier it is the more
/// deliveries share a commit. Callers are answered after it.
/// </summary>
internal sealed class InboxRecorder : IAsyncDisposable
{
    private const int BatchMaximum = 512;
    private const int WaitingMaximum = 20_000;

    private readonly Channel<InboxEntry> _waiting = Channel.CreateBounded<InboxEntry>(
        new BoundedChannelOptions(WaitingMaximum) { SingleReader = true });

    private readonly Database _database;
    private readonly InboxLevel _level;
    private readonly Task _loop;

    public InboxRecorder(Database database, InboxLevel level)
    {
        _database = database;
        _level = level;
        _loop = Task.Run(LoopAsync);
    }

    public async Task<RecordOutcome> RecordAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        if (!_waiting.Writer.TryWrite(entry))
        {
            if (entry.Lane != 0) return RecordOutcome.Full;
            if (!await _waiting.Writer.WaitToWriteAsync(cancellationToken))
                throw new StorageUnavailableException("closed");
            return await RecordAsync(entry, cancellationToken);
        }

        return await entry.Outcome.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task LoopAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var entries = new List<InboxEntry>();
            while (entries.Count < BatchMaximum && _waiting.Reader.TryRead(out var entry)) entries.Add(entry);
            await RecordAsync(entries);
        }
    }

    private async Task RecordAsync(List<InboxEntry> entries)
    {
        try
        {
            await _level.RefreshAsync(CancellationToken.None);
            await WriteAsync(Admit(entries));
        }
        catch (Exception exception) when (exception is StorageUnavailableException || entries.Count == 1)
        {
            // Nothing is known of the batch, and nobody was answered: each caller answers 503, and the delivery
            // comes again.
            foreach (var entry in entries.Where(entry => !entry.Outcome.IsCompleted)) Fail(entry, exception);
        }
        catch (Exception)
        {
            // Something in the batch is refused. Alone, each of the others is recorded, and that one's caller gets
            // the fault.
            foreach (var entry in entries.Where(entry => !entry.Outcome.IsCompleted).ToList())
            {
                _level.Release(entry.Shop);
                await RecordAsync([entry]);
            }
        }
    }

    private void Fail(InboxEntry entry, Exception exception)
    {
        _level.Release(entry.Shop);
        entry.Fail(exception);
    }

    // A repeated id inside one batch waits for the first one's commit, too.
    private List<InboxEntry> Admit(List<InboxEntry> entries)
    {
        var admitted = new List<InboxEntry>(entries.Count);
        foreach (var entry in entries)
        {
            if (_level.TryTake(entry.Shop, mayBeShed: entry.Lane != 0)) admitted.Add(entry);
            else entry.Answer(RecordOutcome.Full);
        }

        return admitted;
    }

    // What compliance deliveries ask for is written in the same transaction.
    private Task<IReadOnlyList<string>> InsertAsync(List<InboxEntry> unique) =>
        unique.Exists(entry => entry.Compliance is not null)
            ? _database.WriteAsync(
                async session =>
                {
                    var inserted = await InboxRows.InsertAsync(session, unique);
                    await ComplianceIntake.WriteAsync(session, unique
                        .Where(entry => inserted.Contains(Convert.ToHexString(entry.Hash)))
                        .Select(entry => entry.Compliance)
                        .OfType<ComplianceEntry>());
                    return inserted;
                },
                CancellationToken.None)
            : _database.StatementAsync(
                session => InboxRows.InsertAsync(session, unique), CancellationToken.None);

    private async Task WriteAsync(List<InboxEntry> entries)
    {
        if (entries.Count == 0) return;
        var unique = entries.DistinctBy(entry => Convert.ToHexString(entry.Hash)).ToList();
        var recorded = (await InsertAsync(unique)).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            // Removing makes the second one of a batch the duplicate.
            if (recorded.Remove(Convert.ToHexString(entry.Hash)))
            {
                entry.Answer(RecordOutcome.Recorded);
                continue;
            }

            _level.Release(entry.Shop);
            entry.Answer(RecordOutcome.Duplicate);
        }
    }
}
