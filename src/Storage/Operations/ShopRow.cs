using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Operations;

/// <summary>A shop's newest installation with the state that its teardown gives it.</summary>
internal sealed record ShopRow
{
    public ShopDomain Shop { get; init; } = null!;

    public long ShopId { get; init; }

    public ShopState State { get; init; }

    public InstallationId InstallationId { get; init; }

    public int Generation { get; init; }

    public DateTimeOffset InstalledAt { get; init; }

    public string Scopes { get; init; } = "";

    public long WebhooksMissing { get; init; }

    public AccessState Access { get; init; }

    public DateTimeOffset? DormantSince { get; init; }

    public ShopSummary ToSummary() => new()
    {
        Shop = Shop,
        ShopId = ShopId,
        State = State,
        InstallationId = InstallationId,
        Generation = Generation,
        InstalledAt = InstalledAt,
        Access = Access,
        DormantSince = DormantSince,
    };
}
