using System.Globalization;

namespace Shopkeeper.Testing;

/// <summary>
/// Rows of a big shop, written past the stores by the thousand. What they say is of no use; that they are there is.
/// </summary>
public static class BulkRows
{
    /// <summary>API log entries, the oldest first as their ids go.</summary>
    /// <param name="onPostgres">PostgreSQL's dialect, or SQLite's.</param>
    /// <param name="installation">Whose they are.</param>
    /// <param name="from">The first one's number; each has another.</param>
    /// <param name="rows">How many.</param>
    public static string Logs(bool onPostgres, Guid installation, int from, int rows) => $"""
        {Into(onPostgres, from, rows, "api_logs(installation_id, id, at, operation, outcome, status, duration_us)")}
        select {Id(onPostgres, installation)}, {RowId(onPostgres, installation)}, i, 'products', 'ok', 200, 1
        from numbers
        """;

    /// <summary>Queued jobs.</summary>
    /// <param name="onPostgres">PostgreSQL's dialect, or SQLite's.</param>
    /// <param name="installation">Whose they are.</param>
    /// <param name="from">The first one's number; each has another.</param>
    /// <param name="rows">How many.</param>
    /// <param name="dueAt">When they are due; they say nothing that a runner could read.</param>
    public static string Jobs(bool onPostgres, Guid installation, int from, int rows, DateTimeOffset dueAt) => $"""
        {Into(onPostgres, from, rows, "jobs(id, installation_id, kind, arguments, status, created_at, run_at)")}
        select {RowId(onPostgres, installation)}, {Id(onPostgres, installation)},
            'catalog-sync', {(onPostgres ? "decode('00', 'hex')" : "x'00'")}, 1, i, {Milliseconds(dueAt)} + i
        from numbers
        """;

    private static string Into(bool onPostgres, int from, int rows, string columns)
    {
        var numbers = onPostgres
            ? $"with numbers as (select generate_series({from}, {from + rows - 1}) as i)"
            : $"with recursive numbers(i) as (select {from} union all select i + 1 from numbers where i < "
                + $"{from + rows - 1})";
        return $"{numbers} insert into {columns}";
    }

    private static string Milliseconds(DateTimeOffset instant) =>
        instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Id(bool onPostgres, Guid id) => onPostgres ? $"'{id:D}'::uuid" : $"'{id:D}'";

    // A job's id is unique in the whole table, so an installation's rows carry digits of its own.
    private static string RowId(bool onPostgres, Guid owner)
    {
        var digits = owner.ToString("N")[^8..];
        var middle = $"-{digits[..4]}-7{digits[4..7]}-8{digits[7]}00-";
        return onPostgres
            ? $"(lpad(to_hex(i), 8, '0') || '{middle}' || lpad(to_hex(i), 12, '0'))::uuid"
            : $"printf('%08x{middle}%012x', i, i)";
    }
}
