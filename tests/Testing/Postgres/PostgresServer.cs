using System.Diagnostics;
using Npgsql;

namespace Shopkeeper.Testing.Postgres;

/// <summary>
/// A real PostgreSQL server for the tests, private to the test process: started by the first call (one to two seconds),
/// listening on the loopback address under a random password, gone with the process, even when that is killed.
/// </summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<PostgresCluster>> Cluster = new(StartAsync);

    /// <summary>Creates a new, empty database (about 50 ms).</summary>
    /// <returns>Its connection string, pooled, with the rights of a superuser.</returns>
    /// <exception cref="InvalidOperationException">
    /// No server programs were found, or they do not start; the message names the remedy.
    /// </exception>
    public static async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default) =>
        await (await Cluster.Value).CreateDatabaseAsync("template0", cancellationToken);

    /// <summary>Creates a copy of a database that nobody is connected to.</summary>
    /// <param name="connectionString">As <see cref="CreateDatabaseAsync"/> returned it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The copy's connection string.</returns>
    public static async Task<string> CopyDatabaseAsync(
        string connectionString, CancellationToken cancellationToken = default) =>
        await (await Cluster.Value).CreateDatabaseAsync(
            new NpgsqlConnectionStringBuilder(connectionString).Database!, cancellationToken);

    /// <summary>The bytes of a full <c>pg_dump</c>: schema and rows, binary columns in hexadecimal.</summary>
    /// <param name="connectionString">As <see cref="CreateDatabaseAsync"/> returned it.</param>
    /// <param name="cancellationToken">Stops waiting; the program then ends by itself.</param>
    /// <exception cref="InvalidOperationException"><c>pg_dump</c> failed; the message is its own.</exception>
    public static async Task<byte[]> DumpAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        string[] arguments = ["-h", target.Host!, "-p", $"{target.Port}", "-U", target.Username!, target.Database!];
        var start = new ProcessStartInfo(Path.Combine(PostgresPrograms.Find(), "pg_dump"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = target.Password;
        start.Environment["PGOPTIONS"] = "-c bytea_output=hex";

        using var process = Process.Start(start)!;
        using var dump = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.BaseStream.CopyToAsync(dump, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? dump.ToArray()
            : throw new InvalidOperationException($"pg_dump ended with {process.ExitCode}: {await error}");
    }

    private static async Task<PostgresCluster> StartAsync()
    {
        var cluster = await PostgresCluster.StartAsync();

        // Closing the pipe is enough: the script at its other end stops the server and removes the files. The same
        // happens when this process is killed, but an orderly end waits until nothing is left.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Stop();
        return cluster;
    }
}
