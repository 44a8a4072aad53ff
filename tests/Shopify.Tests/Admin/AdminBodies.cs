using System.Text.Json;

namespace Shopkeeper.Shopify.Tests.Admin;

/// <summary>Answers as the Admin API gives them.</summary>
internal static class AdminBodies
{
    public const string Probe =
        """
        {"data":{"currentAppInstallation":{"id":"gid://shopify/AppInstallation/99"},"shop":{
        "id":"gid://shopify/Shop/548380009","myshopifyDomain":"Blue.myshopify.com","name":"Blue",
        "email":"owner@blue.example"}},
        "extensions":{"cost":{"requestedQueryCost":3,"actualQueryCost":2,
        "throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":1998,"restoreRate":100.0}}}}
        """;

    public static string Webhooks(string? next, params (int Id, string Topic, string Uri)[] nodes) =>
        Connection(
            "webhookSubscriptions", next,
            nodes.Select(node => new
            {
                id = $"gid://shopify/WebhookSubscription/{node.Id}", topic = node.Topic, uri = node.Uri,
            }));

    public static string Products(string? next, params int[] ids) =>
        Connection(
            "products", next,
            ids.Select(id => new
            {
                id = $"gid://shopify/Product/{id}", title = $"Product {id}", handle = $"product-{id}",
                updatedAt = "2026-01-02T03:04:05Z",
            }));

    public static string Change(string field, object payload) =>
        JsonSerializer.Serialize(new { data = new Dictionary<string, object> { [field] = payload } });

    private static string Connection<T>(string field, string? next, IEnumerable<T> nodes) =>
        JsonSerializer.Serialize(new
        {
            data = new Dictionary<string, object>
            {
                [field] = new { nodes, pageInfo = new { hasNextPage = next is not null, endCursor = next } },
            },
        });
}
