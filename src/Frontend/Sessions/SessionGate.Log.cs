using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Frontend.Sessions;

internal sealed partial class SessionGate
{
    [LoggerMessage(1, LogLevel.Warning,
        "Shopify does not answer for {InstallationId} in time: the session goes on with what is known")]
    private partial void LogSilent(InstallationId installationId);
}
