using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Lifecycle;

internal sealed partial class GrantAcceptance
{
    [LoggerMessage(1, LogLevel.Warning,
        "Shopify names another installation for {InstallationId}, yet its old token works: taken as re-authorization")]
    private partial void LogDoubtful(InstallationId installationId);

    [LoggerMessage(2, LogLevel.Error,
        "{InstallationId} seems to have ended unseen, but too many did so lately: taken as a re-authorization. " +
        "Check Shopify:ApiKey, Shopify:ApiSecret and Shopify:AdminUrlTemplate; the limit is Teardown:EndLimit")]
    private partial void LogHeldBack(InstallationId installationId);
}
