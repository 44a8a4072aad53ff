using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Retention;

/// <inheritdoc/>
internal sealed class RetentionStore(Database database, IOptions<RetentionOptions> options) : IRetention
{
    private const int BatchRows = 1_000;
    private const int BatchesMaximum = 100;
    private static readonly TimeSpan OwnerlessKept = TimeSpan.FromHours(72);

    public async Task<int> DropOldAsync(CancellationToken cancellationToken)
    {
        var kept = options.Value;
        return await DropAsync("retention/drop-jobs", kept.FinishedJobs, cancellationToken)
            + await DropAsync("retention/drop-api-logs", kept.ApiLogs, cancellationToken)
            + await DropAsync("retention/drop-cache-entries", TimeSpan.Zero, cancellationToken)
            + await DropAsync("retention/drop-sessions", TimeSpan.Zero, cancellationToken)
            + await DropAsync("retention/drop-dead-letters", kept.DeadLetters, cancellationToken)
            + await DropAsync("retention/drop-ownerless-dead-letters", OwnerlessKept, cancellationToken)
            + await DropAsync("retention/drop-audit-log", kept.AuditLog, cancellationToken)
            + await DropAsync("retention/drop-request-keys", kept.IdempotencyKeys, cancellationToken);
    }

    private async Task<int> DropAsync(string statement, TimeSpan age, CancellationToken cancellationToken)
    {
        var args = new { kept = (long)age.TotalMilliseconds, rows = BatchRows };
        var dropped = 0;
        for (var batches = 0; batches < BatchesMaximum; batches++)
        {
            var batch = await database.PurgeAsync(
                session => session.ExecuteAsync(statement, args), cancellationToken);
            dropped += batch;
            if (batch < BatchRows) break;
        }

        return dropped;
    }
}
