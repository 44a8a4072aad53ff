using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Databases.Sqlite;

/// <summary>
/// The one thread that writes. Requests that wait together share one transaction and one commit, each inside a
/// savepoint of its own, so that a failing one undoes nothing but itself. Bulk work has a lane that runs when the
/// other is empty, or after <see cref="GroupsBeforeBulk"/> groups, so that it always ends.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int GroupMaximum = 256;
    private const int GroupsBeforeBulk = 16;
    private static readonly string[] ControlStatements =
        ["begin", "savepoint", "release", "undo", "commit", "rollback"];
    private readonly Channel<WriteRequest> _requests = Channel.CreateUnbounded<WriteRequest>();
    private readonly Channel<WriteRequest> _bulk = Channel.CreateUnbounded<WriteRequest>();
    private readonly object _gate = new();
    private readonly SqliteConnection _connection;
    private readonly SqlCatalog _catalog;
    private readonly Thread _thread;
    private readonly Dictionary<string, SqliteCommand> _control;
    private readonly List<WriteRequest> _group = [];
    private bool _stopping;

    public SqliteWriter(SqliteConnection connection, SqlCatalog catalog)
    {
        _connection = connection;
        _catalog = catalog;
        _control = ControlStatements.ToDictionary(name => name, Prepare);
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    public Task<T> EnqueueAsync<T>(Func<DbSession, Task<T>> work, bool bulk, CancellationToken cancellationToken)
    {
        var request = new WriteRequest<T>(work, cancellationToken);
        if (!(bulk ? _bulk : _requests).Writer.TryWrite(request))
            return Task.FromException<T>(new StorageUnavailableException("closed"));
        lock (_gate) Monitor.Pulse(_gate);
        return request.Task;
    }

    public void Dispose()
    {
        _requests.Writer.TryComplete();
        _bulk.Writer.TryComplete();
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        foreach (var command in _control.Values) command.Dispose();
        _connection.Dispose();
    }

    private void Loop()
    {
        for (var groups = 1; WaitForWork(); groups++)
        {
            if (groups % GroupsBeforeBulk == 0 && RunGroup(_bulk.Reader, 1)) continue;
            if (!RunGroup(_requests.Reader, GroupMaximum)) RunGroup(_bulk.Reader, 1);
        }
    }

    // Whatever was accepted is still run when the writer stops.
    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (!_requests.Reader.TryPeek(out _) && !_bulk.Reader.TryPeek(out _))
            {
                if (_stopping) return false;
                Monitor.Wait(_gate);
            }

            return true;
        }
    }

    private bool RunGroup(ChannelReader<WriteRequest> lane, int maximum)
    {
        if (!lane.TryRead(out var request)) return false;
        _group.Clear();
        try
        {
            Control("begin");
            do
            {
                _group.Add(request);
                Run(request);
            }
            while (_group.Count < maximum && lane.TryRead(out request));
            Control("commit");
        }
        catch (SqliteException exception)
        {
            // SQLite may have ended the transaction itself (a full disk); then there is nothing to roll back.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) Control("rollback");
            if (_group.Count == 0) _group.Add(request!);
            foreach (var failed in _group) failed.Fail(SqliteFaults.Translate(exception));
            return true;
        }

        foreach (var answered in _group) answered.Answer();
        return true;
    }

    private void Run(WriteRequest request)
    {
        Control("savepoint");
        if (!request.Run(cancellation => new DbSession(Dialect.Sqlite, _connection, _catalog, cancellation)))
            Control("undo");
        Control("release");
    }

    private void Control(string name) => _control[name].ExecuteNonQuery();

    private SqliteCommand Prepare(string name)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // A statement of the catalog.
        command.CommandText = _catalog[$"writer/{name}"];
#pragma warning restore CA2100
        return command;
    }
}
