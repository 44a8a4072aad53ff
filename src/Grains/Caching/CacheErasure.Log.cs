using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Caching;

internal sealed partial class CacheErasure
{
    [LoggerMessage(1, LogLevel.Information,
        "Teardown of {Installation}: shared cache {Store} cleared, {Count} entries.")]
    private partial void LogCleared(InstallationId installation, string store, long count);

    [LoggerMessage(2, LogLevel.Warning,
        "Teardown of {Installation}: the shared cache does not answer ({ErrorCode}); it is asked until it does.")]
    private partial void LogUnreachable(InstallationId installation, string errorCode);
}
