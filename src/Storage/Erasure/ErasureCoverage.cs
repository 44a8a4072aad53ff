using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Erasure;

/// <summary>
/// Compares <see cref="ErasableTables"/> with the catalog of a database: no table may refer to a shop, a person or an
/// installation unless something erases it, and every foreign key has an index, so that an erasure is quick.
/// </summary>
internal static class ErasureCoverage
{
    private const string Root = "installations";

    /// <returns>What is amiss, a sentence each; nothing when all is covered.</returns>
    public static async Task<IReadOnlyList<string>> FindGapsAsync(DbSession db)
    {
        var columns = (await db.ListAsync<CatalogColumn>("catalog/columns")).Where(column => !IsKept(column.Table))
            .ToLookup(column => column.Table, column => column.Column, StringComparer.OrdinalIgnoreCase);
        var keys = await db.ListAsync<CatalogColumn>("catalog/foreign-keys");
        var indexed = (await db.ListAsync<CatalogColumn>("catalog/leading-columns"))
            .Select(column => $"{column.Table}.{column.Column}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var dependent = FindDependents(keys);

        return
        [
            .. columns.SelectMany(table => FindGaps(table.Key, [.. table], dependent.Contains(table.Key))),
            .. ErasableTables.All.SelectMany(table => FindGaps(table, [.. columns[table.Name]], keys)),
            .. keys.Where(key => !indexed.Contains($"{key.Table}.{key.Column}"))
                .Select(key => $"{key.Table}.{key.Column} is a foreign key and no index begins with it."),
        ];
    }

    private static IEnumerable<string> FindGaps(string table, string[] columns, bool isDependent)
    {
        var referring = columns.Where(Refers).ToArray();
        var isRegistered = ErasableTables.All.Any(known => Same(known.Name, table));
        if (!isRegistered && (referring.Length > 0 || isDependent))
        {
            var how = referring.Length > 0 ? string.Join(", ", referring) : "a chain of foreign keys";
            yield return $"{table} can refer to a shop or an installation ({how}) and has no eraser.";
        }

        if (isDependent && !columns.Any(column => Same(column, "installation_id")))
            yield return $"{table} needs an installation_id of its own: without it no residue in it is counted.";
    }

    private static IEnumerable<string> FindGaps(
        ErasableTable table, string[] columns, IReadOnlyList<CatalogColumn> keys)
    {
        if (!columns.Any(column => Same(column, table.RefersBy)))
            yield return $"{table.Name}.{table.RefersBy} is registered and is not in the database.";
        if (table.Eraser is TableEraser.Batches or TableEraser.Jobs or TableEraser.Cascade
            && !keys.Any(key => Same(key.Table, table.Name) && Same(key.Column, table.RefersBy)
                && Same(key.Target!, Root) && key.Cascades))
        {
            yield return $"{table.Name}.{table.RefersBy} does not cascade from {Root}.";
        }

        if (table.Eraser is TableEraser.Batches or TableEraser.Jobs or TableEraser.Statement or TableEraser.Row
            && table.Purge is null)
        {
            yield return $"{table.Name} has no statement that purges it.";
        }

        if (table.Eraser is TableEraser.Batches or TableEraser.Jobs && table.BatchEnd is null)
            yield return $"{table.Name} has no statement that finds where a batch ends.";
    }

    // The tables that refer to installations, directly or through others.
    private static HashSet<string> FindDependents(IReadOnlyList<CatalogColumn> keys)
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Root };
        bool grows;
        do
            grows = keys.Any(key => found.Contains(key.Target!) && found.Add(key.Table));
        while (grows);

        found.Remove(Root);
        return found;
    }

    private static bool Refers(string column)
    {
        var words = column.ToLowerInvariant().Split('_');
        return words.Any(word =>
            word is "installation" or "shop" or "grain" or "user" or "customer" or "email" or "domain");
    }

    private static bool IsKept(string table) => ErasableTables.Kept.Contains(table, StringComparer.OrdinalIgnoreCase);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
