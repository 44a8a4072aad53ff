using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Installations;

/// <inheritdoc/>
internal sealed class AccessChecks(Database database) : IAccessChecks
{
    public Task NoteAsync(InstallationId installation, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.StatementAsync(
            session => session.ExecuteAsync("access-checks/note", new { installation, at }), cancellationToken);
}
