using Microsoft.AspNetCore.Http;
using Shopkeeper.Shopify.Admin;
using static Shopkeeper.Shopify.Tests.Http.ShopifyServer;

namespace Shopkeeper.Shopify.Tests.Admin;

public sealed class WebhookChangeTests
{
    private const string Gid = "gid://shopify/WebhookSubscription/";
    private const string Address = "https://app.example/webhooks";

    private static readonly object[] NoErrors = [];

    private static readonly WebhookSubscriptionInput Plain = new() { Topic = "app/uninstalled", Uri = Address };

    private static readonly WebhookSubscriptionInput Full = Plain with
    {
        Topic = "products/update", Filter = "status:active", IncludeFields = ["id", "status"],
        MetafieldNamespaces = ["app"],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_says_only_what_is_wanted_and_reads_what_was_made()
    {
        await using var server = await AnsweringAsync(
            Made("webhookSubscriptionCreate", "APP_UNINSTALLED"), Made("webhookSubscriptionCreate", "PRODUCTS_UPDATE"));

        var plain = await server.Admin.CreateWebhookAsync(server.Access, Plain, Cancel);
        await server.Admin.CreateWebhookAsync(server.Access, Full, Cancel);

        Assert.Equal((Gid + 5, "app/uninstalled", Address), (plain.Value?.Id, plain.Value?.Topic, plain.Value?.Uri));
        Assert.Equal(("vendor:x", "id vendor"), (plain.Value?.Filter, string.Join(' ', plain.Value!.IncludeFields)));
        Assert.Equal(
            """{"topic":"APP_UNINSTALLED","subscription":{"uri":"https://app.example/webhooks","format":"JSON"}}""",
            server.Requests[0].Variables.GetRawText());
        Assert.Equal(
            """
            {"topic":"PRODUCTS_UPDATE","subscription":{"uri":"https://app.example/webhooks","format":"JSON",
            "filter":"status:active","includeFields":["id","status"],"metafieldNamespaces":["app"]}}
            """.ReplaceLineEndings(""),
            server.Requests[1].Variables.GetRawText());
    }

    [Fact]
    public async Task Update_says_everything_so_that_what_is_wanted_no_more_is_cleared()
    {
        await using var server = await AnsweringAsync(Made("webhookSubscriptionUpdate", "APP_UNINSTALLED"));

        var changed = await server.Admin.UpdateWebhookAsync(server.Access, Gid + 5, Plain, Cancel);

        Assert.Equal(Gid + 5, changed.Value?.Id);
        var said = server.Requests[0].Variables.GetRawText();
        Assert.Contains("\"id\":\"" + Gid + "5\"", said, StringComparison.Ordinal);
        Assert.Contains(
            "\"filter\":null,\"includeFields\":null,\"metafieldNamespaces\":[]", said, StringComparison.Ordinal);
        Assert.DoesNotContain("topic", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Address for this topic has already been taken", null, "refused-taken")]
    [InlineData("You cannot create a webhook subscription with the specified topic", null, "refused-topic-not-allowed")]
    [InlineData("Invalid topic specified: shop/redact", null, "refused-topic-not-allowed")]
    [InlineData(
        "This app is not approved to subscribe to webhook topics containing protected customer data.", null,
        "refused-protected-data")]
    [InlineData("The specified filter is invalid, please ensure you specify the field(s)", null,
        "refused-invalid-filter")]
    [InlineData("Webhook subscription does not exist", "id", "refused-not-found")]
    [InlineData("Address protocol http:// is not supported", "callbackUrl", "refused-invalid-address")]
    [InlineData("Webhook subscription could not be found", null, "refused-not-found")]
    [InlineData("Field 'made_up' does not exist", "includeFields", "refused-invalid-fields")]
    [InlineData("Namespace was not found", "metafieldNamespaces", "refused-invalid-fields")]
    [InlineData("The field of the filter does not exist", "filter", "refused-invalid-filter")]
    [InlineData("Host not found", "uri", "refused-invalid-address")]
    [InlineData("does not exist", "somethingElse", "refused")]
    [InlineData("is odd", "includeFields", "refused-invalid-fields")]
    [InlineData("shpat_canary blue.myshopify.com", null, "refused")]
    public async Task Change_when_declined_is_told_by_a_code_and_never_by_a_message(
        string message, string? field, string code)
    {
        string[]? fields = field is null ? null : ["webhookSubscription", field];
        var declined = Answer(200, AdminBodies.Change("webhookSubscriptionCreate", new
        {
            webhookSubscription = (object?)null, userErrors = new[] { new { field = fields, message } },
        }));
        await using var server = await AnsweringAsync(declined);

        var outcome = await server.Admin.CreateWebhookAsync(server.Access, Plain, Cancel);

        Assert.Equal(code, outcome.Code);
        Assert.DoesNotContain("canary", outcome.Failure?.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    private static Func<HttpContext, Task> Made(string operation, string topic) =>
        Answer(200, AdminBodies.Change(operation, new
        {
            webhookSubscription = new
            {
                id = Gid + 5, topic, uri = Address, filter = "vendor:x", includeFields = new[] { "id", "vendor" },
                metafieldNamespaces = NoErrors, format = "JSON",
            },
            userErrors = NoErrors,
        }));
}
