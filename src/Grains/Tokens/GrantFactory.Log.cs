using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Tokens;

internal sealed partial class GrantFactory
{
    [LoggerMessage(LogLevel.Warning,
        "Shopify was asked for an expiring pair and granted a token without expiry: no refresh will move it")]
    private partial void LogLasting();
}
