using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Paging;

namespace Shopkeeper.Storage.Compliance;

/// <inheritdoc/>
internal sealed class ComplianceStore(
    Database database, IKeyedHash hash, IRingCipher ring, RedactWatch watch) : IComplianceStore
{
    private const string List = "compliance";
    private const string ExportPurpose = "compliance_requests.bundle.v1";

    public Task<IReadOnlyList<Guid>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.ListAsync<Guid>("compliance/find-due", new { limit }), cancellationToken);

    public async Task<ComplianceRequest?> FindAsync(Guid request, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            db => db.FindAsync<ComplianceRow>("compliance/find", new { request }), cancellationToken))?.ToRequest();

    public Task<Page<ComplianceRequest>> ListAsync(
        ComplianceFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (at, id) = Cursor.ReadMoment(List, page.Cursor);
        var args = new
        {
            state = (int?)filter.State,
            filter.Topic,
            shopHash = filter.Shop is null ? null : hash.OfShop(filter.Shop),
            filter.DueBefore,
            at,
            id,
            rows = Cursor.RowsFor(page),
        };
        return database.ReadAsync(
            async db => Cursor.Page(
                List, await db.ListAsync<ComplianceRow>("compliance/list", args), page.Limit,
                row => Cursor.Moment(row.DueAt, row.Id), row => row.ToRequest()),
            cancellationToken);
    }

    public async Task<ComplianceSubject?> ReadSubjectAsync(Guid request, CancellationToken cancellationToken) =>
        await ReadAsync("compliance/read-payload", ComplianceIntake.Purpose, request, cancellationToken) is { } json
            ? JsonSerializer.Deserialize<ComplianceSubject>(json)
            : null;

    public async Task<IReadOnlyList<ComplianceSubject>> ListAskedBeforeAsync(
        ComplianceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var args = new { shopHash = Convert.FromHexString(request.ShopHash), until = request.RecordedAt };
        var payloads = await database.ReadAsync(
            db => db.ListAsync<byte[]>("compliance/list-asked-before", args), cancellationToken);
        return
        [
            .. payloads.Select(payload => Open(ComplianceIntake.Purpose, payload))
                .OfType<byte[]>()
                .Select(json => JsonSerializer.Deserialize<ComplianceSubject>(json)!),
        ];
    }

    public async Task<ComplianceStay> FindStayAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            db => db.FindAsync<StayRow>("compliance/find-stay", new { installation }), cancellationToken))!.ToStay();

    public Task<bool> IsDeliveryWaitingAsync(
        ShopDomain shop, byte[] deliveryHash, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db => await db.FindAsync<long?>(
                "compliance/is-delivery-waiting", new { shop, deliveryHash }) is not null,
            cancellationToken);

    public bool IsOf(ComplianceRequest request, ShopDomain shop)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.ShopHash == Convert.ToHexStringLower(hash.OfShop(shop));
    }

    public async Task<ComplianceRequest?> SaveAsync(
        ComplianceRequest request, string? export, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var isClosed = request.State == ComplianceState.Closed;
        var args = new
        {
            request.Id,
            state = (int)request.State,
            request.Code,
            request.Attempts,
            nextAttemptAt = isClosed ? null : request.NextAttemptAt,
            evidence = JsonSerializer.Serialize(request.Evidence),
            certificate = request.Certificate,
            isClosed,
            request.ClosedBy,
            bundle = export is null || isClosed ? null : ring.Protect(ExportPurpose, Encoding.UTF8.GetBytes(export)),
            request.Version,
        };
        var written = await database.StatementAsync(
            db => db.ExecuteAsync("compliance/save", args), cancellationToken);
        return written == 0 ? null : await FindAsync(request.Id, cancellationToken);
    }

    public async Task<string?> ReadExportAsync(Guid request, CancellationToken cancellationToken) =>
        await ReadAsync("compliance/read-bundle", ExportPurpose, request, cancellationToken) is { } json
            ? Encoding.UTF8.GetString(json)
            : null;

    public Task<byte[]?> ReadBodyAsync(Guid request, CancellationToken cancellationToken) =>
        ReadAsync("compliance/read-payload", ComplianceIntake.BodyPurpose, request, cancellationToken);

    public Task<long> CountUnexportedAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.FindAsync<long>("compliance/count-unexported", new { installation }), cancellationToken);

    public Task HurryAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.StatementAsync(
            db => db.ExecuteAsync("compliance/hurry", new { installation }), cancellationToken);

    public Task<int> GiveUpAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.StatementAsync(
            db => db.ExecuteAsync("compliance/give-up", new { installation }), cancellationToken);

    public Task<int> WatchAsync(TimeSpan within, int limit, CancellationToken cancellationToken) =>
        watch.OpenAsync(within, limit, cancellationToken);

    private async Task<byte[]?> ReadAsync(
        string statement, string purpose, Guid request, CancellationToken cancellationToken)
    {
        var data = await database.ReadAsync(
            db => db.FindAsync<byte[]>(statement, new { request }), cancellationToken);
        return data is null ? null : Open(purpose, data);
    }

    // Null when it was altered, or is of a key that this ring lost: such a request stalls with a code of its own.
    private byte[]? Open(string purpose, byte[] data)
    {
        try
        {
            return ring.Unprotect(purpose, data);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record StayRow
    {
        public ShopDomain? Shop { get; init; }

        public long? ShopId { get; init; }

        public int? Generation { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public int? TeardownStatus { get; init; }

        public Guid? CertificateId { get; init; }

        public ComplianceStay ToStay() => new()
        {
            Shop = Shop,
            ShopId = ShopId ?? 0,
            Generation = Generation ?? 0,
            EndedAt = EndedAt,
            HasTeardown = TeardownStatus is not null,
            IsConfirming = TeardownStatus is not null && EndedAt is null,
            Certificate = CertificateId,
        };
    }
}
