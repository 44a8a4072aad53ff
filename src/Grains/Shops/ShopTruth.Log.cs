using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Shops;

internal sealed partial class ShopTruth
{
    [LoggerMessage(1, LogLevel.Information, "{InstallationId} had ended behind this activation's back; it goes")]
    private partial void LogStale(InstallationId installationId);
}
