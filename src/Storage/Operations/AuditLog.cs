using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Paging;

namespace Shopkeeper.Storage.Operations;

internal sealed class AuditLog(Database database, IKeyedHash hash, IRingCipher ring) : IAuditLog
{
    private const string List = "audit";
    private const string NotePurpose = "audit_log.note.v1";

    public Task BeginAsync(AuditedOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var args = new
        {
            order.Id,
            order.Actor,
            order.Action,
            shopHash = order.Shop is null ? null : hash.OfShop(order.Shop),
            order.Teardown,
            order.Request,
            order.Step,
            order.Participant,
            order.Reason,
            note = order.Note is null ? null : ring.Protect(NotePurpose, Encoding.UTF8.GetBytes(order.Note)),
        };
        return database.StatementAsync(db => db.ExecuteAsync("audit-log/begin", args), cancellationToken);
    }

    public Task CompleteAsync(Guid order, AuditOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var args = new { id = order, outcome.Status, outcome = outcome.Code, outcome.Teardown };
        return database.StatementAsync(db => db.ExecuteAsync("audit-log/complete", args), cancellationToken);
    }

    public Task<Page<AuditEntry>> ListAsync(
        AuditFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (before, beforeId) = Cursor.ReadMoment(List, page.Cursor);
        var args = new
        {
            shopHash = filter.Shop is null ? null : hash.OfShop(filter.Shop),
            filter.Actor,
            filter.Action,
            filter.Since,
            before,
            beforeId,
            rows = Cursor.RowsFor(page),
        };
        return database.ReadAsync(
            async db => Cursor.Page(
                List, await db.ListAsync<AuditRow>("audit-log/list", args), page.Limit,
                row => Cursor.Moment(row.At, row.Id), row => row.ToEntry(Read(row.Note))),
            cancellationToken);
    }

    // A note that the ring can't open any more is lost; the entry is not.
    private string? Read(byte[]? note)
    {
        if (note is null) return null;
        try
        {
            return Encoding.UTF8.GetString(ring.Unprotect(NotePurpose, note));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
