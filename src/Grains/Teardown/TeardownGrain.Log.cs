using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Teardown;

internal sealed partial class TeardownGrain
{
    [LoggerMessage(LogLevel.Error, "Teardown of {Installation} can't go on with this version. {Problem}")]
    private partial void LogUnknownStep(InstallationId installation, string problem);
}
