using System.Text;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Tests.Jobs;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Tests.Access;

public sealed class PlanHintsTests
{
    private readonly FakeAccessChecks _checks = new();
    private readonly Installation _stay = FakeInstallationStore.Current();

    [Theory]
    [InlineData("frozen", AccessState.Fine, true)]
    [InlineData("Cancelled", AccessState.Fine, true)]
    [InlineData("fraudulent", AccessState.Fine, true)]
    [InlineData("dormant", AccessState.Fine, true)]
    [InlineData("paused", AccessState.Fine, true)]
    [InlineData("locked", AccessState.Fine, true)]
    [InlineData("basic", AccessState.Fine, false)]
    [InlineData("affiliate", AccessState.Fine, false)]
    [InlineData("frozen", AccessState.Frozen, false)]
    [InlineData("basic", AccessState.Frozen, true)]
    [InlineData("shopify_plus", AccessState.Closed, true)]
    public async Task Plan_when_it_says_otherwise_than_is_known_makes_a_check_due(
        string plan, AccessState known, bool due)
    {
        await NoteAsync($$"""{"id":{{_stay.ShopId}},"plan_name":"{{plan}}"}""", known);
        Assert.Equal(due ? [_stay.Id] : [], _checks.Hastened);
    }

    [Theory]
    [InlineData("""{"plan_name":"frozen"}""")]
    [InlineData("""{"id":null,"myshopify_domain":null,"plan_name":"frozen"}""")]
    [InlineData("""{"id":4711}""")]
    [InlineData("""{"id":4711,"plan_name":{"name":"frozen"}}""")]
    [InlineData("""{"id":4711,"plan_name":"frozen\u0000"}""")]
    [InlineData("no json")]
    public async Task Body_when_it_names_no_shop_or_no_plan_is_no_hint(string body)
    {
        await NoteAsync(body, AccessState.Fine);
        Assert.Empty(_checks.Hastened);
    }

    [Fact]
    public async Task Delivery_of_another_topic_is_no_hint()
    {
        await NoteAsync($$"""{"id":{{_stay.ShopId}},"plan_name":"frozen"}""", AccessState.Fine, "products/update");
        Assert.Empty(_checks.Hastened);
    }

    private Task NoteAsync(string body, AccessState known, string topic = WebhookTopics.ShopUpdate)
    {
        var stay = _stay with { Access = known };
        var store = new FakeInstallationStore { Rows = { [stay.Id] = stay } };
        var delivery = new InboxDelivery
        {
            Id = 1,
            Shop = stay.Shop,
            Topic = topic,
            DeliveryHash = [],
            RecordedAt = stay.StartedAt,
            Body = Encoding.UTF8.GetBytes(body),
            Attempts = 0,
        };
        return new PlanHints(store, _checks, new FakeSignals())
            .NoteAsync(delivery, _stay, TestContext.Current.CancellationToken);
    }
}
