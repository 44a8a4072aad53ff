using System.Diagnostics.CodeAnalysis;
using GraphQL;
using Shopkeeper.Simulator.Shops;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Admin;

/// <summary>The queries of <c>schema.graphql</c>.</summary>
[GraphQLMetadata("QueryRoot")]
[SuppressMessage("Performance", "CA1822", Justification = "The GraphQL library binds instance methods only.")]
internal sealed class QueryRoot
{
    [GraphQLMetadata("currentAppInstallation")]
    public object CurrentAppInstallation(IResolveFieldContext context)
    {
        var admin = AdminContext.Of(context);
        return new
        {
            admin.Installation.Id,
            App = AppView.Of(admin),
            AccessScopes = admin.Installation.Scopes.Select(handle => new { Handle = handle }).ToArray(),
        };
    }

    [GraphQLMetadata("shop")]
    public object Shop(IResolveFieldContext context)
    {
        var shop = AdminContext.Of(context).Shop;
        var profile = shop.Profile;
        return new
        {
            Id = $"gid://shopify/Shop/{shop.Id}",
            profile.Name,
            profile.Email,
            ContactEmail = profile.Email,
            ShopOwnerName = profile.Owner,
            MyshopifyDomain = shop.Domain,
            Url = $"https://{shop.Domain}",
            CurrencyCode = "EUR",
            IanaTimezone = "Europe/Berlin",
            shop.CreatedAt,
            Plan = new
            {
                DisplayName = profile.Plan,
                PublicDisplayName = profile.Plan,
                PartnerDevelopment = profile.Plan == "Development",
                ShopifyPlus = profile.Plan.Contains("Plus", StringComparison.Ordinal),
            },
        };
    }

    [GraphQLMetadata("webhookSubscription")]
    public object? WebhookSubscription(IResolveFieldContext context, string id)
    {
        var admin = AdminContext.Of(context);
        var found = admin.Installation.Subscriptions.All.FirstOrDefault(subscription => subscription.Id == id);
        return found is null ? null : SubscriptionNode.Of(found, admin.Options.ApiVersion);
    }

    [GraphQLMetadata("webhookSubscriptions")]
    public object WebhookSubscriptions(
        IResolveFieldContext context, int? first, string? after, string[]? topics, string? uri, string? format)
    {
        var admin = AdminContext.Of(context);
        var wanted = topics?.Select(WebhookTopics.FromEnum).ToArray();
        var all = admin.Installation.Subscriptions.All.Where(subscription =>
            (wanted is not { Length: > 0 } || wanted.Contains(subscription.Topic))
            && (uri is null || subscription.Uri == uri) && (format is null || subscription.Format == format)).ToArray();
        return Paging.Page(all.Length, first, after,
            index => SubscriptionNode.Of(all[index], admin.Options.ApiVersion), node => Paging.Key(node.Id));
    }

    [GraphQLMetadata("product")]
    public object? Product(IResolveFieldContext context, string id)
    {
        var shop = ReadableShop(context);
        var index = long.TryParse(id[(id.LastIndexOf('/') + 1)..], out var number)
            ? number - Catalogue.NumericId(shop.Domain, 0) : -1;
        return index >= 0 && index < shop.Profile.Products ? Catalogue.At(shop.Domain, (int)index) : null;
    }

    [GraphQLMetadata("products")]
    public object Products(IResolveFieldContext context, int? first, string? after)
    {
        var shop = ReadableShop(context);
        return Paging.Page(shop.Profile.Products, first, after,
            index => Catalogue.At(shop.Domain, index), product => Paging.Key(product.Id));
    }

    [GraphQLMetadata("productsCount")]
    public object ProductsCount(IResolveFieldContext context) =>
        new { Count = ReadableShop(context).Profile.Products };

    private static Shop ReadableShop(IResolveFieldContext context)
    {
        var admin = AdminContext.Of(context);
        if (admin.Installation.Grants("read_products")) return admin.Shop;
        throw new ExecutionError($"Access denied for {context.FieldDefinition.Name} field. "
            + "Required access: `read_products` access scope.") { Code = "ACCESS_DENIED" };
    }
}
