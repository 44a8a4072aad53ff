namespace Shopkeeper.Shopify.Admin;

/// <summary>One GraphQL operation: the field it asks for, its text, and whether it changes anything.</summary>
internal sealed record AdminOperation(string Field, string Document, bool IsMutation)
{
    public const int PageSize = 250;

    public static readonly AdminOperation Probe = new(
        "currentAppInstallation",
        "query ShopkeeperProbe { currentAppInstallation { id } shop { id myshopifyDomain name email } }",
        IsMutation: false);

    public static readonly AdminOperation ListWebhooks = new(
        "webhookSubscriptions",
        """
        query ShopkeeperWebhooks($first: Int!, $after: String) {
          webhookSubscriptions(first: $first, after: $after) {
            nodes { id topic uri filter includeFields metafieldNamespaces format }
            pageInfo { hasNextPage endCursor }
          }
        }
        """,
        IsMutation: false);

    public static readonly AdminOperation CreateWebhook = new(
        "webhookSubscriptionCreate",
        """
        mutation ShopkeeperWebhookCreate($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
          webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
            webhookSubscription { id topic uri filter includeFields metafieldNamespaces format }
            userErrors { field message }
          }
        }
        """,
        IsMutation: true);

    public static readonly AdminOperation UpdateWebhook = new(
        "webhookSubscriptionUpdate",
        """
        mutation ShopkeeperWebhookUpdate($id: ID!, $subscription: WebhookSubscriptionInput!) {
          webhookSubscriptionUpdate(id: $id, webhookSubscription: $subscription) {
            webhookSubscription { id topic uri filter includeFields metafieldNamespaces format }
            userErrors { field message }
          }
        }
        """,
        IsMutation: true);

    public static readonly AdminOperation DeleteWebhook = new(
        "webhookSubscriptionDelete",
        """
        mutation ShopkeeperWebhookDelete($id: ID!) {
          webhookSubscriptionDelete(id: $id) {
            deletedWebhookSubscriptionId
            userErrors { field message }
          }
        }
        """,
        IsMutation: true);

    public static readonly AdminOperation Uninstall = new(
        "appUninstall",
        "mutation ShopkeeperUninstall { appUninstall { app { id } userErrors { code field message } } }",
        IsMutation: true);

    public static readonly AdminOperation Products = new(
        "products",
        """
        query ShopkeeperProducts($first: Int!, $after: String) {
          products(first: $first, after: $after) {
            nodes { id title handle updatedAt }
            pageInfo { hasNextPage endCursor }
          }
        }
        """,
        IsMutation: false);
}
