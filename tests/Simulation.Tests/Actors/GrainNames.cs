using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>The names of the actors.</summary>
internal static class GrainNames
{
    public const string ShopType = "shop";
    public const string GrantType = "grant";
    public const string InstallerType = "installer";
    public const string TeardownType = "teardown";
    public const string QueueType = "queue";

    public static GrainId Shop(ShopDomain shop) => GrainId.Create(ShopType, shop.Value);

    public static GrainId Installer(ShopDomain shop) => GrainId.Create(InstallerType, shop.Value);

    public static GrainId Grant(InstallationId installation) => Create(GrantType, installation);

    public static GrainId Teardown(InstallationId installation) => Create(TeardownType, installation);

    public static GrainId Queue(InstallationId installation) => Create(QueueType, installation);

    private static GrainId Create(string type, InstallationId installation) =>
        GrainId.Create(GrainType.Create(type), GrainIdKeyExtensions.CreateGuidKey(installation.Value));
}
