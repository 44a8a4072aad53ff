using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Caching;

internal sealed partial class OwnCaches
{
    [LoggerMessage(1, LogLevel.Information,
        "Teardown of {Installation}: this silo's cache {Cache} cleared, {Count} entries.")]
    private partial void LogCleared(InstallationId installation, string cache, int count);
}
