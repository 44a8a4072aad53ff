using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Caching;

/// <inheritdoc cref="ISiloCaches"/>
internal sealed class SiloCaches(GrainId id, Silo silo, ILoggerFactory loggers, OwnCaches caches)
    : GrainService(id, silo, loggers), ISiloCaches
{
    public Task<CacheCount[]> ClearAsync(Guid installation, string? cache) =>
        Task.FromResult(caches.Clear(new InstallationId(installation), cache));

    public Task<CacheCount[]> CountAsync(Guid installation, string? cache) =>
        Task.FromResult(caches.Count(new InstallationId(installation), cache));
}
