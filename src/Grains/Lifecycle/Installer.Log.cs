using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Lifecycle;

internal sealed partial class Installer
{
    [LoggerMessage(1, LogLevel.Warning, "An install could not be carried out ({ErrorCode})")]
    private partial void LogUnavailable(string errorCode);

    [LoggerMessage(2, LogLevel.Error,
        "Shopify's answer to a new grant names another shop than the one asked: check Shopify:AdminUrlTemplate")]
    private partial void LogOtherShop();
}
