using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Teardown;

internal sealed partial class EndConfirmation
{
    [LoggerMessage(LogLevel.Information, "End of {Installation}: Shopify answered {ErrorCode}.")]
    private partial void LogProbed(InstallationId installation, string errorCode);

    [LoggerMessage(LogLevel.Information, "End of {Installation}: denied by Shopify; nothing ends.")]
    private partial void LogSuperseded(InstallationId installation);

    [LoggerMessage(LogLevel.Information, "End of {Installation}: proved; the fence found {Outcome}.")]
    private partial void LogEnded(InstallationId installation, FenceOutcome outcome);

    [LoggerMessage(LogLevel.Error, "End of {Installation}: stalled ({Why}); an operator has to look at it.")]
    private partial void LogStalled(InstallationId installation, string why);
}
