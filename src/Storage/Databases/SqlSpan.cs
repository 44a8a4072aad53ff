using System.Diagnostics;
using Dapper;
using Shopkeeper.Grains.Abstractions.Tracing;

namespace Shopkeeper.Storage.Databases;

/// <summary>
/// Puts a statement into the current trace under its name in the catalog: neither its text nor an argument is told.
/// </summary>
internal static class SqlSpan
{
    /// <summary>A span, when the current trace is recorded.</summary>
    public static Activity? Begin(string statement, Dialect dialect)
    {
        var span = Traces.Inside("sql " + statement, ActivityKind.Client);
        span?.SetTag("db.system.name", dialect == Dialect.Postgres ? "postgresql" : "sqlite");
        span?.SetTag("db.operation.name", statement);
        return span;
    }

    /// <summary>Runs a statement inside a span, or just runs it.</summary>
    public static Task<T> FollowAsync<T>(
        string statement, Dialect dialect, Func<CommandDefinition, Task<T>> run, CommandDefinition command) =>
        Begin(statement, dialect) is { } span ? FollowAsync(span, run, command) : run(command);

    private static async Task<T> FollowAsync<T>(
        Activity span, Func<CommandDefinition, Task<T>> run, CommandDefinition command)
    {
        using (span)
        {
            try
            {
                return await run(command);
            }
            catch (Exception fault)
            {
                // The driver's text may repeat a value; the kind of fault does not.
                span.Ended(fault.GetType().Name, failed: true);
                throw;
            }
        }
    }
}
