using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Teardown.Steps;

internal sealed partial class ClearCaches
{
    [LoggerMessage(LogLevel.Information, "Teardown of {Installation}: cache {Cache} cleared, {Count} entries.")]
    private partial void LogCleared(InstallationId installation, string cache, int count);
}
