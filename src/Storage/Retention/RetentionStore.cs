using System.Globalization;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Storage.Compliance;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Retention;

/// <inheritdoc/>
internal sealed class RetentionStore(
    Database database, IAuditLog audit, IOptions<RetentionOptions> options,
    IOptions<ComplianceStorageOptions> compliance, TimeProvider clock)
    : IRetention
{
    private const int BatchRows = 1_000;
    private const int BatchesMaximum = 100;
    private const int Dropped = 200;
    private static readonly TimeSpan OwnerlessKept = TimeSpan.FromHours(72);

    public async Task<int> DropOldAsync(CancellationToken cancellationToken)
    {
        var kept = options.Value;
        return await DropAsync("retention/drop-jobs", kept.FinishedJobs, cancellationToken)
            + await DropAsync("retention/drop-api-logs", kept.ApiLogs, cancellationToken)
            + await DropAsync("retention/drop-cache-entries", TimeSpan.Zero, cancellationToken)
            + await DropAsync("retention/drop-sessions", TimeSpan.Zero, cancellationToken)
            + await DropAsync("retention/drop-permits", TimeSpan.Zero, cancellationToken)
            + await DropAsync("retention/drop-install-intents", TimeSpan.Zero, cancellationToken)
            + await DropDeadLettersAsync("retention/drop-dead-letters", kept.DeadLetters, cancellationToken)
            + await DropDeadLettersAsync(
                "retention/drop-ownerless-dead-letters", OwnerlessKept, cancellationToken)
            + await DropAsync("retention/drop-seen-resources", kept.DeadLetters, cancellationToken)
            + await DropAsync("retention/drop-audit-log", kept.AuditLog, cancellationToken)
            + await DropAsync("retention/drop-request-keys", kept.IdempotencyKeys, cancellationToken)
            + await DropAsync(
                "compliance/drop-expired-bundles", compliance.Value.KeepExportFor, cancellationToken)
            + await DropAsync("compliance/forget-stalled", compliance.Value.KeepFor, cancellationToken)
            + await DropAsync("compliance/drop-closed", compliance.Value.KeepFor, cancellationToken);
    }

    // Each was answered 2xx and never handled: how many went is told to whoever answers for them.
    private async Task<int> DropDeadLettersAsync(string statement, TimeSpan age, CancellationToken cancellationToken)
    {
        var dropped = await DropAsync(statement, age, cancellationToken);
        if (dropped == 0) return 0;
        var order = new AuditedOrder
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Actor = "retention",
            Action = "drop-dead-letters",
            Note = string.Create(CultureInfo.InvariantCulture, $"{dropped} older than {age:c}"),
        };
        await audit.BeginAsync(order, cancellationToken);
        await audit.CompleteAsync(order.Id, new AuditOutcome(Dropped, "accepted"), cancellationToken);
        return dropped;
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
