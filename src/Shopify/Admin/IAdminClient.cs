namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// The calls to a shop's Admin API (https://shopify.dev/docs/api/admin-graphql). Each takes at most
/// <see cref="ShopifyOptions.CallBudget"/> per request; reads are retried within it, changes never. Every way to fail
/// is an <see cref="AdminFailure"/>; the only exception is <see cref="OperationCanceledException"/>, for the caller's
/// own cancellation.
/// </summary>
public interface IAdminClient
{
    /// <summary>Asks who the token speaks for: <c>currentAppInstallation</c> and <c>shop</c>.</summary>
    Task<AdminOutcome<InstallationProbe>> ProbeAsync(AdminAccess access, CancellationToken cancellationToken);

    /// <summary>Reads all pages of the app's subscriptions in the shop, at most 10,000.</summary>
    Task<AdminOutcome<IReadOnlyList<WebhookSubscription>>> ListWebhooksAsync(
        AdminAccess access, CancellationToken cancellationToken);

    /// <summary>
    /// Creates a subscription. One of the same topic and address makes Shopify decline it with
    /// <see cref="AdminErrorCodes.Taken"/>.
    /// </summary>
    Task<AdminOutcome<WebhookSubscription>> CreateWebhookAsync(
        AdminAccess access, WebhookSubscriptionInput subscription, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a subscription to what is given, all but its topic; what is empty there is cleared. The answer tells
    /// what Shopify made of it. One that is gone is declined with <see cref="AdminErrorCodes.NotFound"/>.
    /// </summary>
    Task<AdminOutcome<WebhookSubscription>> UpdateWebhookAsync(
        AdminAccess access,
        string subscriptionId,
        WebhookSubscriptionInput subscription,
        CancellationToken cancellationToken);

    /// <summary>Deletes a subscription by its id; one that is gone counts as done.</summary>
    Task<AdminOutcome<AdminDone>> DeleteWebhookAsync(
        AdminAccess access, string subscriptionId, CancellationToken cancellationToken);

    /// <summary>
    /// Uninstalls the app by <c>appUninstall</c>: the token's last call
    /// (https://shopify.dev/docs/api/admin-graphql/latest/mutations/appUninstall).
    /// </summary>
    Task<AdminOutcome<AdminDone>> UninstallAsync(AdminAccess access, CancellationToken cancellationToken);

    /// <summary>Uninstalls the app by <c>DELETE /admin/api_permissions/current.json</c>: the same by REST.</summary>
    Task<AdminOutcome<AdminDone>> RevokeAccessAsync(AdminAccess access, CancellationToken cancellationToken);

    /// <summary>Reads one page of the catalogue, from the beginning or after a cursor.</summary>
    /// <param name="access">Whom to call.</param>
    /// <param name="after">
    /// The page before this one's <see cref="ProductPage.NextCursor"/>; null for the first page.
    /// </param>
    /// <param name="first">Products on the page, 1 to 250.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="first"/> is beyond 1 to 250.</exception>
    Task<AdminOutcome<ProductPage>> ReadProductsAsync(
        AdminAccess access, string? after, int first, CancellationToken cancellationToken);
}
