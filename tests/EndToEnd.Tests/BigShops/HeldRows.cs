using System.Globalization;
using Npgsql;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.BigShops;

/// <summary>
/// Rows that nobody can delete as long as the test holds them, so that a purge gets so far and no further. On
/// PostgreSQL whoever deletes waits inside the transaction; SQLite, where a lock would stop every writer, refuses it.
/// </summary>
internal sealed class HeldRows(ShopkeeperProcess service) : IAsyncDisposable
{
    private readonly List<string> _triggers = [];
    private NpgsqlConnection? _holder;

    /// <summary>Holds the row of an installation that has so many before it.</summary>
    public async Task HoldAsync(string table, string key, Guid installation, int before)
    {
        var row = $"select {key} from {table} where installation_id = '{installation}' order by {key} limit 1";
        if (service.ConnectionString is not { } postgres)
        {
            await RefuseAsync(table, key, $"{row} offset {before}");
            return;
        }

        if (_holder is null)
        {
            _holder = new NpgsqlConnection(postgres);
            await _holder.OpenAsync();
            await RunAsync(_holder, "begin");
        }

        await RunAsync(_holder, $"select 1 from {table} where {key} = ({row} offset {before}) for key share");
    }

    /// <summary>Lets them go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_holder is { } holder)
        {
            await RunAsync(holder, "rollback");
            await holder.DisposeAsync();
            _holder = null;
        }

        foreach (var trigger in _triggers) await StoredRows.ExecuteAsync(service, $"drop trigger {trigger}");
        _triggers.Clear();
    }

    private async Task RefuseAsync(string table, string key, string row)
    {
        var held = await StoredRows.FindAsync(service, row);
        var trigger = string.Create(CultureInfo.InvariantCulture, $"held_{_triggers.Count}");
        await StoredRows.ExecuteAsync(service, $"""
            create trigger {trigger} before delete on {table} when old.{key} = '{held}'
            begin select raise(abort, 'The row is held.'); end
            """);
        _triggers.Add(trigger);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables and columns come from the tests themselves.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
