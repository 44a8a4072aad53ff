using System.Text.Json;
using CsCheck;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Grains.Tests.Webhooks;

/// <summary>
/// Every body that the edge calls readable can be handled: whose resource it is and when it happened is told of each.
/// </summary>
public sealed class ResourcePropertyTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<byte[]> Bodies =
        JsonTexts.Bytes(JsonTexts.With("id", "admin_graphql_api_id", "updated_at", "title"));

    // Such a delivery failed ten times and became a dead letter, although nothing of its own could not be read.
    [Fact]
    public void Body_when_a_name_in_it_holds_half_of_an_escaped_character_is_handled()
    {
        var bytes = "{\"id\":7,\"\\ud800, and more than any name\":1}"u8.ToArray();
        Assert.True(WebhookBody.TryIdentify("products/update", bytes, out _));
        using var body = JsonDocument.Parse(bytes);
        Assert.Null(ResourceRules.ResourceOf(Delivery(bytes), body.RootElement));
        Assert.Equal(At, ResourceRules.MomentOf(Delivery(bytes), body.RootElement).HappenedAt);
    }

    [Fact]
    public void Body_when_the_edge_reads_it_tells_its_resource_and_its_moment_and_nothing_throws() =>
        Property.Holds(
            Bodies, bytes =>
            {
                if (!WebhookBody.TryIdentify("products/update", bytes, out _)) return;
                using var body = JsonDocument.Parse(
                    WebhookBody.WithoutByteOrderMark(bytes),
                    new JsonDocumentOptions { MaxDepth = WebhookBody.MaximumDepth });
                var delivery = Delivery(bytes);
                Assert.True(ResourceRules.ResourceOf(delivery, body.RootElement) is null or { Length: > 0 and <= 255 });
                var moment = ResourceRules.MomentOf(delivery, body.RootElement);
                Assert.True(moment.HappenedAt <= At && moment.TriggeredAt <= At);
            },
            10_000,
            JsonTexts.Print);

    private static InboxDelivery Delivery(byte[] body) => new()
    {
        Id = 1,
        Shop = ShopDomain.Parse("a.myshopify.com"),
        Topic = "products/update",
        DeliveryHash = new byte[32],
        RecordedAt = At,
        Body = body,
        Attempts = 0,
    };
}
