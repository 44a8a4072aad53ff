using System.Collections;
using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using Dapper;

namespace Shopkeeper.Storage.Databases;

/// <summary>
/// The properties of an object as a statement's arguments, for where Dapper does not bind them: batches, and SQLite,
/// which tells the letter case of parameters apart. Statements name theirs in camelCase.
/// </summary>
internal sealed class Arguments(object? args) : SqlMapper.IDynamicParameters
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>Fills the parameter that <paramref name="add"/> makes for each property's name.</summary>
    public static void Fill(object args, Func<string, IDbDataParameter> add)
    {
        foreach (var property in PropertiesOf(args)) Set(add(NameOf(property)), property, property.GetValue(args));
    }

    public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        if (args is null) return;
        foreach (var property in PropertiesOf(args))
        {
            var value = property.GetValue(args);
            if (value is IEnumerable list and not string and not byte[])
            {
                Expand(command, NameOf(property), list);
                continue;
            }

            var parameter = command.CreateParameter();
            parameter.ParameterName = NameOf(property);
            Set(parameter, property, value);
            command.Parameters.Add(parameter);
        }
    }

    // SQLite has no arrays: "in @list" becomes "in (@list1, @list2, …)".
    private static void Expand(IDbCommand command, string name, IEnumerable list) =>
#pragma warning disable CS0618 // Dapper's own way, which is closed to whoever binds arguments himself.
        SqlMapper.PackListParameters(command, name, list);
#pragma warning restore CS0618

    private static PropertyInfo[] PropertiesOf(object args) =>
        Properties.GetOrAdd(args.GetType(), type => type.GetProperties());

    private static string NameOf(PropertyInfo property) =>
        char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    private static void Set(IDbDataParameter parameter, PropertyInfo property, object? value)
    {
        value ??= DBNull.Value;
#pragma warning disable CS0618 // Dapper's own look-up of the types registered with it; there is no other way to ask.
        var type = SqlMapper.LookupDbType(property.PropertyType, property.Name, demand: false, out var handler);
#pragma warning restore CS0618
        if (handler is not null)
        {
            handler.SetValue(parameter, value);
            return;
        }

        if (type is { } known) parameter.DbType = known;
        parameter.Value = value is Enum number ? Convert.ToInt32(number, null) : value;
    }
}
