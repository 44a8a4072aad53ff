using Microsoft.Data.Sqlite;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Databases.Sqlite;

/// <summary>What the driver's exceptions mean; only their codes are kept.</summary>
internal static class SqliteFaults
{
    // Primary result codes (https://sqlite.org/rescode.html) that speak of the statement and not of the file's state.
    private const int Error = 1;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int Range = 25;

    public static Exception Translate(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Error or TooBig or Constraint or Mismatch or Range => new InvalidOperationException(
            $"The database refused a statement (sqlite-{exception.SqliteExtendedErrorCode})."),
        var code => new StorageUnavailableException($"sqlite-{code}"),
    };
}
