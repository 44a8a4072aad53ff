using System.Text;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Tests.ShopData;

/// <summary>What the guarded calls are made with.</summary>
internal sealed record GuardedCall(Installation Installation, ClaimedJob Job, CancellationToken Cancel)
{
    public InstallationId Id => Installation.Id;

    public GrantSwap Swap => new()
    {
        Installation = Id,
        Grant = new Grant { AccessToken = new AccessToken("shpat_late"), Scopes = "read_products" },
        AppInstallationId = "gid://shopify/AppInstallation/99",
    };

    public InboxDelivery Delivery => new()
    {
        Id = 1,
        Shop = Installation.Shop,
        Topic = "app/uninstalled",
        DeliveryHash = new byte[32],
        RecordedAt = Installation.StartedAt,
        Body = Encoding.UTF8.GetBytes("{}"),
        Attempts = 0,
    };

    public TeardownRecord Claim => Teardowns.Samples.Confirming(Installation);
}
