using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Teardown.Steps;

internal sealed partial class VerifyResidue
{
    [LoggerMessage(LogLevel.Warning, "Teardown of {Installation}: {Store} still holds {Count}.")]
    private partial void LogLeft(InstallationId installation, string store, long count);
}
