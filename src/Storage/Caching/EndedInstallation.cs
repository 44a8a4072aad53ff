using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Caching;

/// <summary>Keeps a living installation's namespace from being cleared.</summary>
internal static class EndedInstallation
{
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public static async Task RequireAsync(DbSession db, InstallationId installation)
    {
        if (await db.FindAsync<long?>("guard/current", new { installation }) is not null)
            throw new InvalidOperationException($"Installation {installation} has not ended: its cache stays.");
    }
}
