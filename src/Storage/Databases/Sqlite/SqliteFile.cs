using Microsoft.Data.Sqlite;

namespace Shopkeeper.Storage.Databases.Sqlite;

/// <summary>
/// The database's file, held by this process alone as long as the object lives: SQLite would let a second process
/// in, but the group commit and the guard rest on there being one writer.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    public const string Name = "shopkeeper.db";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _lock;
    private readonly TimeProvider _time;
    private readonly string _path;

    public SqliteFile(string directory, TimeProvider time)
    {
        _time = time;
        _path = Path.Combine(Path.GetFullPath(directory), Name);
        CreateDirectory(Path.GetFullPath(directory));
        _lock = Acquire($"{_path}.lock");

        // The log's files get the mode of the database's.
        OpenOwnerOnly(_path, FileShare.ReadWrite).Dispose();
    }

    public SqliteConnection OpenWriter() => Open(
        "pragma journal_mode=wal; pragma synchronous=full; pragma secure_delete=on; pragma wal_autocheckpoint=4000");

    public SqliteConnection OpenReader() => Open("pragma query_only=on");

    public void Dispose() => _lock.Dispose();

    private static FileStream Acquire(string path)
    {
        try
        {
            return OpenOwnerOnly(path, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException(
                $"The database in {Path.GetDirectoryName(path)} is in use by another process. "
                + "An embedded database serves one process: stop the other, choose another Storage:DataDirectory, "
                + "or set ConnectionStrings:Shopkeeper to use PostgreSQL.",
                exception);
        }
    }

    private static FileStream OpenOwnerOnly(string path, FileShare share)
    {
        var options =
            new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
    }

    private SqliteConnection Open(string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        connection.CreateFunction("now_ms", () => _time.GetUtcNow().ToUnixTimeMilliseconds());
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = $"pragma busy_timeout=5000; pragma temp_store=memory; {pragmas}";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return connection;
    }
}
