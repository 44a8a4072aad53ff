using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Shopkeeper.Storage.Databases.Sqlite;

/// <summary>A caller's work on its way through the writer: run first, answered only after the commit.</summary>
internal abstract class WriteRequest
{
    /// <summary>Runs the work.</summary>
    /// <returns>False when it failed: what it wrote is to be undone.</returns>
    public abstract bool Run(Func<CancellationToken, DbSession> open);

    /// <summary>Gives the caller its result or its own failure.</summary>
    public abstract void Answer();

    /// <summary>Tells the caller that the commit failed.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class WriteRequest<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) : WriteRequest
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Activity? _asked = Activity.Current;
    private Task<T>? _done;

    public Task<T> Task => _answer.Task;

    public override bool Run(Func<CancellationToken, DbSession> open)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _done = System.Threading.Tasks.Task.FromCanceled<T>(cancellationToken);
            return false;
        }

        var session = open(cancellationToken);

        // The writer's thread works in the trace of whoever asked.
        Activity.Current = _asked;
        var running = RunAsync(session);
        Activity.Current = null;
        session.Close();

        // The driver is synchronous, so whatever is not over now awaits something else, and would hold up all writers.
        _done = running.IsCompleted ? running : System.Threading.Tasks.Task.FromException<T>(
            new InvalidOperationException("Work for writing may await its session's calls and nothing else."));
        return _done.IsCompletedSuccessfully;
    }

    public override void Answer()
    {
        if (_done!.Exception?.InnerException is SqliteException fault)
            _answer.SetException(SqliteFaults.Translate(fault));
        else _answer.SetFromTask(_done);
    }

    public override void Fail(Exception exception) => _answer.SetException(exception);

    // Turns what is thrown before the first await into a failed task, too.
    private async Task<T> RunAsync(DbSession session) => await work(session);
}
