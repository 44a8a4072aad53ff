using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace Shopkeeper.Testing.Postgres;

/// <summary>One running server with its data in a temporary folder. It ends with the process that started it.</summary>
internal sealed class PostgresCluster
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    private const int PortAttemptsMaximum = 3;

    // From this version on the server copies a database through its log, unless it is told to copy the files, which
    // with durability off is less work.
    private const int CopiesThroughLog = 15;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly Process _script;
    private readonly string _connectionString;
    private int _databases;

    private PostgresCluster(Process script, string connectionString) =>
        (_script, _connectionString) = (script, connectionString);

    /// <param name="durable">Whether what was committed has to survive <see cref="RestartAsync"/>.</param>
    public static async Task<PostgresCluster> StartAsync(bool durable = false)
    {
        var programs = PostgresPrograms.Find();
        var user = await UnprivilegedUser.FindAsync();
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Next();
            var password = RandomNumberGenerator.GetHexString(32);
            var script = await RunAsync(programs, user, port, password, durable);
            var cluster = new PostgresCluster(script, ConnectionString(port, password));
            if (await cluster.IsReadyAsync())
                return cluster;

            var log = await script.StandardError.ReadToEndAsync();
            if (attempt == PortAttemptsMaximum || !log.Contains("could not bind", StringComparison.Ordinal))
                throw new InvalidOperationException($"PostgreSQL from {programs} did not start:\n{log}");
        }
    }

    public async Task<string> CreateDatabaseAsync(string template, CancellationToken cancellationToken)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        var copy = connection.PostgreSqlVersion.Major >= CopiesThroughLog ? " strategy file_copy" : "";
#pragma warning disable CA2100 // The names are made here, of a counter; the rest is constant.
        command.CommandText = $"create database {name} template {template}{copy}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
        var database = new NpgsqlConnectionStringBuilder(_connectionString) { Database = name, Pooling = true };
        return database.ConnectionString;
    }

    /// <summary>Ends the server as a crash would, and waits until it takes connections again.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        var before = await ReadStartAsync(cancellationToken);
        await _script.StandardInput.WriteLineAsync("restart".AsMemory(), cancellationToken);
        await _script.StandardInput.FlushAsync(cancellationToken);
        await Eventually.PollAsync(
            "PostgreSQL is back after its restart",
            () => ReadStartAsync(cancellationToken),
            now => now != before,
            StartDeadline,
            cancellationToken);
    }

    public void Stop()
    {
        _script.StandardInput.Close();

        // The script ends by itself. On a busy machine it may take longer than a test runner waits for its process.
        _script.WaitForExit(LongestWait);
        _script.Dispose();
    }

    private static async Task<Process> RunAsync(
        string programs, UnprivilegedUser? user, int port, string password, bool durable)
    {
        // The script removes the folder; the parent has no part in it once the script runs.
        var folder = Directory.CreateTempSubdirectory("shopkeeper-pg-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), password);
        if (user is not null)
            await user.OwnAsync(folder);

        string[] command =
        [
            "sh", "-c", await ScriptAsync(), "run-postgres", programs, folder, $"{port}", durable ? "durable" : "",
        ];
        command = user?.Wrap(command) ?? command;
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
    }

    private static async Task<string> ScriptAsync()
    {
        var stream = typeof(PostgresCluster).Assembly
            .GetManifestResourceStream("Shopkeeper.Testing.Postgres.run-postgres.sh")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    // Include Error Detail would put rows into exceptions; the tests look for such leaks, so it stays off.
    private static string ConnectionString(int port, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = "postgres",
        Password = password,
        Database = "postgres",
        Pooling = false,
        MaxPoolSize = 30,
        ConnectionIdleLifetime = 10,
        ConnectionPruningInterval = 5,
    }.ConnectionString;

    private async Task<DateTime> ReadStartAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select pg_postmaster_start_time()", connection);
        return (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<bool> IsReadyAsync() =>
        await Eventually.PollAsync(
            "PostgreSQL accepts connections",
            async () =>
            {
                if (_script.HasExited)
                    return false;

                await using var connection = new NpgsqlConnection(_connectionString);
                await connection.OpenAsync();
                return true;
            },
            _ => true,
            StartDeadline);
}
