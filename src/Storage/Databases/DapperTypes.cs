using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Databases;

/// <summary>
/// How values travel: ids as uuid (PostgreSQL) or lower-case text (SQLite), instants as Unix milliseconds, shop
/// domains as text; columns in snake_case fill properties in PascalCase.
/// </summary>
internal static class DapperTypes
{
    private static readonly Lock Once = new();
    private static bool _applied;

    public static void Apply()
    {
        lock (Once)
        {
            if (_applied) return;
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            Add(new IdHandler<Guid>(id => id, id => id));
            Add(new IdHandler<InstallationId>(id => id.Value, id => new InstallationId(id)));
            Add(new ValueHandler<DateTimeOffset>(
                DbType.Int64, at => at.ToUnixTimeMilliseconds(), value => FromMilliseconds(value)));
            Add(new ValueHandler<ShopDomain>(
                DbType.String, shop => shop.Value, value => ShopDomain.Parse((string)value)));
            _applied = true;
        }
    }

    private static void Add<T>(Handler<T> handler)
        where T : notnull
    {
        SqlMapper.RemoveTypeMap(typeof(T));
        if (typeof(T).IsValueType) SqlMapper.RemoveTypeMap(typeof(Nullable<>).MakeGenericType(typeof(T)));
        SqlMapper.AddTypeHandler(typeof(T), handler);
    }

    private static DateTimeOffset FromMilliseconds(object value) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));

    private abstract class Handler<T> : SqlMapper.ITypeHandler
        where T : notnull
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            // The type is set for nulls, too: the server can't infer it everywhere.
            SetType(parameter);
            parameter.Value = value is T known ? Write(parameter, known) : DBNull.Value;
        }

        public object? Parse(Type destinationType, object value) => value is null or DBNull ? null : Read(value);

        protected abstract void SetType(IDbDataParameter parameter);

        protected abstract object Write(IDbDataParameter parameter, T value);

        protected abstract T Read(object value);
    }

    private sealed class IdHandler<T>(Func<T, Guid> write, Func<Guid, T> read) : Handler<T>
        where T : notnull
    {
        protected override void SetType(IDbDataParameter parameter) =>
            parameter.DbType = parameter is SqliteParameter ? DbType.String : DbType.Guid;

        protected override object Write(IDbDataParameter parameter, T value) =>
            parameter is SqliteParameter ? write(value).ToString("D") : write(value);

        protected override T Read(object value) => read(value is Guid id ? id : Guid.Parse((string)value));
    }

    private sealed class ValueHandler<T>(DbType type, Func<T, object> write, Func<object, T> read) : Handler<T>
        where T : notnull
    {
        protected override void SetType(IDbDataParameter parameter) => parameter.DbType = type;

        protected override object Write(IDbDataParameter parameter, T value) => write(value);

        protected override T Read(object value) => read(value);
    }
}
