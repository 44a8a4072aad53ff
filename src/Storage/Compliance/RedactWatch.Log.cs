using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Compliance;

internal sealed partial class RedactWatch
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The teardown of {Installation} can't be read ({Exception}): whether its shop/redact is missing is not known")]
    private partial void LogUnreadable(InstallationId installation, string exception);
}
