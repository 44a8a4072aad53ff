using System.Text;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Paging;

namespace Shopkeeper.Storage.ApiLogs;

internal sealed class ApiLogStore(Database database, InstallationCipher ciphers) : IApiLogStore
{
    private const int DetailMaximum = 4 * 1024;
    private const string List = "api-logs";

    public Task AppendAsync(InstallationId installation, ApiLogEntry entry, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            async db =>
            {
                var detail = entry.Detail is null
                    ? null
                    : (await ciphers.OpenAsync(db, installation)).Encrypt(Field(entry.Id), Shorten(entry.Detail));
                await db.ExecuteAsync("api-logs/append", new
                {
                    installation,
                    entry.Id,
                    entry.At,
                    entry.Operation,
                    entry.Outcome,
                    entry.Status,
                    durationUs = (long)entry.Duration.TotalMicroseconds,
                    entry.Attempts,
                    entry.Cost,
                    detail,
                });
            },
            cancellationToken);

    public Task<Page<ApiLogEntry>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken)
    {
        var before = Cursor.ReadId(List, page.Cursor);
        var rows = Cursor.RowsFor(page);
        return database.ReadAsync(
            async db =>
            {
                var found = await db.ListAsync<Row>("api-logs/list", new { installation, before, rows });
                return await ciphers.FindAsync(db, installation) is { } cipher
                    ? Cursor.Page(List, found, page.Limit, row => row.Id.ToString("D"), row => Read(row, cipher))
                    : new Page<ApiLogEntry>(Array.Empty<ApiLogEntry>(), null);
            },
            cancellationToken);
    }

    private static ApiLogEntry Read(Row row, FieldCipher cipher) => new()
    {
        Id = row.Id,
        At = row.At,
        Operation = row.Operation,
        Outcome = row.Outcome,
        Status = row.Status,
        Duration = TimeSpan.FromMicroseconds(row.DurationUs),
        Attempts = row.Attempts,
        Cost = row.Cost,
        Detail = row.Detail is null ? null : cipher.DecryptText(Field(row.Id), row.Detail),
    };

    private static string Field(Guid id) => $"api_logs.detail:{id:D}";

    // A log never makes the call fail that it tells of, so a detail that is too long is cut between two characters.
    private static ReadOnlySpan<byte> Shorten(string detail)
    {
        var bytes = Encoding.UTF8.GetBytes(detail);
        if (bytes.Length <= DetailMaximum)
            return bytes;
        var end = DetailMaximum;
        while ((bytes[end] & 0xC0) == 0x80)
            end--;
        return bytes.AsSpan(0, end);
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public DateTimeOffset At { get; init; }

        public string Operation { get; init; } = "";

        public string Outcome { get; init; } = "";

        public int? Status { get; init; }

        public long DurationUs { get; init; }

        public int Attempts { get; init; }

        public int? Cost { get; init; }

        public byte[]? Detail { get; init; }
    }
}
