using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown;

/// <summary>What a teardown asks of the other actors; a port, so that the saga runs without them.</summary>
internal interface ITeardownActors
{
    /// <summary>A token of the installation, of an ended one too, refreshed if need be; or why there is none.</summary>
    Task<TokenReply> GetTokenAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Tells the keeper of the grant how a call with a token failed.</summary>
    Task ReportFailedAsync(
        InstallationId installation, AccessToken used, AdminFailureKind kind, string? errorCode,
        CancellationToken cancellationToken);

    /// <summary>Tells the keeper of the grant that Shopify takes a token.</summary>
    Task ReportAcceptedAsync(InstallationId installation, AccessToken accepted, CancellationToken cancellationToken);

    /// <summary>Destroys the stored grant.</summary>
    /// <returns>True when there was one.</returns>
    Task<bool> DestroyGrantAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Runs the fence and clears the shop's actor.</summary>
    Task<EndReply> EndAsync(ShopDomain shop, EndCommand command, CancellationToken cancellationToken);

    /// <summary>Makes the shop's actor drop what it holds for the installation.</summary>
    /// <returns>How many things were dropped.</returns>
    Task<int> ForgetAsync(ShopDomain shop, InstallationId installation, CancellationToken cancellationToken);
}
