using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Authorization;

internal sealed class UsedStates(Database database) : IUsedStates
{
    // Twice the life of a state: an older one is refused by its own age.
    private static readonly long Age = (long)TimeSpan.FromMinutes(20).TotalMilliseconds;

    public Task<bool> TryUseAsync(byte[] stateHash, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                await db.ExecuteAsync("used-states/drop-old", new { age = Age });
                return await db.ExecuteAsync("used-states/use", new { stateHash }) == 1;
            },
            cancellationToken);
}
