using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Lifecycle;

/// <summary>What the rules are asked about, valid unless a test says otherwise.</summary>
internal static class Given
{
    public const string AppInstallation = "gid://shopify/AppInstallation/1";
    public const long ShopId = 4711;

    public static readonly DateTimeOffset Now = new(2026, 9, 30, 12, 0, 0, TimeSpan.Zero);
    public static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");
    public static readonly ShopDomain OtherShop = ShopDomain.Parse("red-widgets.myshopify.com");
    public static readonly InstallationId Id = new(Guid.Parse("01999999-0000-7000-8000-000000000001"));
    public static readonly InstallationId OtherId = new(Guid.Parse("01999999-0000-7000-8000-000000000002"));

    public static Installation Installation { get; } = new()
    {
        Id = Id,
        Shop = Shop,
        ShopId = ShopId,
        Generation = 2,
        AppInstallationId = AppInstallation,
        Scopes = "read_products",
        StartedAt = Now.AddDays(-1),
    };

    public static NewGrant NewGrant { get; } = new()
    {
        Grant = new Grant { AccessToken = new AccessToken("new"), Scopes = "read_products" },
        AppInstallationId = AppInstallation,
        ShopId = ShopId,
        Current = Id,
    };

    public static TeardownRecord Confirming(params EndProbe[] probes) => new()
    {
        Id = Guid.Parse("01999999-0000-7000-8000-00000000000a"),
        Installation = Id,
        Shop = Shop,
        ShopId = ShopId,
        Generation = 2,
        Status = TeardownStatus.Confirming,
        Cause = EndCause.UninstalledByMerchant,
        Evidence = ["delivery:app/uninstalled"],
        BodyNamesShop = true,
        TriggeredAt = Now.AddMinutes(-1),
        OpenedAt = Now,
        StartedAt = Installation.StartedAt,
        Probes = probes,
    };

    public static EndProbe Probe(string code, TimeSpan after) => new() { At = Now + after, Code = code };
}
