using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.Admin;

public sealed class SubscriptionTests : SimulatorTest
{
    private const string Create =
        """
        mutation($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
          webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) {
            webhookSubscription { id filter includeFields } userErrors { field message } } }
        """;

    private const string Update =
        """
        mutation($id: ID!, $input: WebhookSubscriptionInput!) {
          webhookSubscriptionUpdate(id: $id, webhookSubscription: $input) {
            webhookSubscription { id filter includeFields } userErrors { field message } } }
        """;

    private protected override SimulatorOptions Options => base.Options with { EnforceTopicScopes = true };

    [Fact]
    public async Task Update_leaves_what_is_left_out_and_clears_what_is_null()
    {
        var token = await InstallAsync();
        var made = await CreateAsync(token, "PRODUCTS_UPDATE", new
        {
            uri = "https://app.example/webhooks", filter = "status:active", includeFields = new[] { "id", "status" },
        });
        var id = made.GetProperty("webhookSubscription").GetProperty("id").GetString();

        var left = await UpdateAsync(token, id, new { uri = "https://app.example/other" });
        var cleared = await UpdateAsync(token, id, new { filter = (string?)null, includeFields = (string[]?)null });

        Assert.Equal("status:active", left.GetProperty("filter").GetString());
        Assert.Equal(2, left.GetProperty("includeFields").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, cleared.GetProperty("filter").ValueKind);
        Assert.Equal(0, cleared.GetProperty("includeFields").GetArrayLength());
    }

    [Theory]
    [InlineData("ORDERS_CREATE", null, "You cannot create a webhook subscription with the specified topic")]
    [InlineData("PRODUCTS_UPDATE", "(status:active", "The specified filter is invalid")]
    [InlineData("PRODUCTS_UPDATE", "active", "The specified filter is invalid")]
    public async Task Subscription_without_its_scope_or_with_a_broken_filter_is_declined(
        string topic, string? filter, string message)
    {
        var token = await InstallAsync();
        var declined = await CreateAsync(token, topic, new { uri = "https://app.example/webhooks", filter });
        var told = declined.GetProperty("userErrors")[0].GetProperty("message").GetString();
        Assert.StartsWith(message, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriptions_of_somebody_else_are_made_changed_and_removed_by_control()
    {
        await InstallAsync();
        var made = await Control.AddSubscriptionAsync(
            Shop, new SubscriptionChange { Topic = "orders/create", Uri = "https://other.example", Count = 3 }, Cancel);
        var id = made[1].Id;

        var changed = await Control.ChangeSubscriptionAsync(
            Shop, id, new SubscriptionChange { Filter = "id:1" }, Cancel);
        var left = await Control.RemoveSubscriptionAsync(Shop, made[0].Id, Cancel);

        Assert.Equal(3, made.Select(one => one.Uri).Distinct().Count());
        Assert.Equal("id:1", changed.Single(one => one.Id == id).Filter);
        Assert.Equal([id, made[2].Id], left.Select(one => one.Id));
        var unknown = await Assert.ThrowsAsync<SimulatorRefusedException>(
            () => Control.RemoveSubscriptionAsync(Shop, made[0].Id, Cancel));
        Assert.Equal(404, unknown.Status);
    }

    private async Task<JsonElement> CreateAsync(string token, string topic, object input) =>
        (await DataAsync(Shop, token, Create, new { topic, input })).GetProperty("webhookSubscriptionCreate");

    private async Task<JsonElement> UpdateAsync(string token, string? id, object input) =>
        (await DataAsync(Shop, token, Update, new { id, input })).GetProperty("webhookSubscriptionUpdate")
        .GetProperty("webhookSubscription");
}
