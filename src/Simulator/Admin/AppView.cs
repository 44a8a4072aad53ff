using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Admin;

/// <summary>The app as GraphQL shows it. The names are those of the fields.</summary>
internal sealed record AppView(string Id, string ApiKey, string Title)
{
    public static AppView Of(AdminContext admin) => new(
        $"gid://shopify/App/{ShopAddress.NumericId(admin.ApiKey, "app")}", admin.ApiKey, "The app under development");
}
