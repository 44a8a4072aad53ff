using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Billing;

namespace Shopkeeper.Grains.Tests.Billing;

/// <summary>Bodies as Shopify's documentation has them, with and without what older ones lack.</summary>
public sealed class AppSubscriptionRulesTests
{
    private const string Gid = "gid://shopify/AppSubscription/1029266962";
    private readonly MemorySubscriptions _stored = new();

    [Fact]
    public async Task Update_when_it_names_the_shop_is_stored_whole()
    {
        await HandleAsync(Body(more: """
            "price":"10.00","interval":"every_30_days","plan_handle":"pro","currency":"EUR","capped_amount":"20.0",
            """));

        var told = Assert.Single(_stored.Saved);
        Assert.Equal((Gid, "ACTIVE", "Monthly"), (told.Id, told.Status, told.Name));
        Assert.Equal(
            ("10.00", "EUR", "every_30_days", "pro"), (told.Price, told.Currency, told.Interval, told.PlanHandle));
        Assert.Equal(Started.AddHours(1), told.UpdatedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""
        "price":null,"interval":null,"plan_handle":null,
        """)]
    [InlineData("""
        "price":10.5,
        """)]
    public async Task Update_of_an_older_form_is_stored_without_what_it_lacks(string more)
    {
        await HandleAsync(Body(more: more));

        var told = Assert.Single(_stored.Saved);
        Assert.True(told.Price is null or "10.5");
        Assert.Null(told.PlanHandle);
    }

    [Theory]
    [InlineData("gid://shopify/Shop/1")]
    [InlineData("548380009")]
    [InlineData("")]
    public async Task Update_that_names_no_shop_or_another_is_a_dead_letter_and_changes_nothing(string shop)
    {
        var fault = await Assert.ThrowsAsync<PoisonDeliveryException>(() => HandleAsync(Body(shop: shop)));

        Assert.Equal("body-unbound", fault.Code);
        Assert.Empty(_stored.Saved);
    }

    [Theory]
    [InlineData("")]
    [InlineData("act1ve")]
    [InlineData("A STATUS")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ_ABCDEFGHIJ")]
    public async Task Update_with_no_status_at_all_is_a_dead_letter(string status)
    {
        var fault = await Assert.ThrowsAsync<PoisonDeliveryException>(() => HandleAsync(Body(status: status)));

        Assert.Equal(PoisonDeliveryException.PayloadUnreadable, fault.Code);
    }

    [Theory]
    [InlineData("ACTIVE")]
    [InlineData("CANCELLED")]
    public async Task Update_from_before_the_stay_is_the_earlier_stays_and_changes_nothing(string status)
    {
        await HandleAsync(Body(status: status, at: Started.AddSeconds(-2)));

        Assert.Empty(_stored.Saved);
    }

    [Fact]
    public async Task Update_of_the_second_in_which_the_stay_began_is_its_own()
    {
        await HandleAsync(Body(at: new DateTimeOffset(Started.Ticks / 10_000_000 * 10_000_000, TimeSpan.Zero)));

        Assert.Single(_stored.Saved);
    }

    private static DateTimeOffset Started => FakeInstallation.StartedAt;

    private static Installation FakeInstallation { get; } = Jobs.FakeInstallationStore.Current();

    private static string Body(
        string status = "active", string? shop = null, DateTimeOffset? at = null, string more = "") => $$$"""
        {"app_subscription":{"admin_graphql_api_id":"{{{Gid}}}","name":"Monthly","status":"{{{status}}}",
        "admin_graphql_api_shop_id":"{{{shop ?? $"gid://shopify/Shop/{FakeInstallation.ShopId}"}}}",{{{more}}}
        "created_at":"2021-12-31T19:00:00-05:00","updated_at":"{{{at ?? Started.AddHours(1):O}}}"}}
        """;

    private Task HandleAsync(string body) => ((IWebhookHandler)new AppSubscriptionUpdates(_stored)).HandleAsync(
        new WebhookContext
        {
            Installation = FakeInstallation,
            Topic = "app_subscriptions/update",
            RecordedAt = Started.AddHours(2),
            Body = JsonDocument.Parse(body).RootElement,
            EnqueueAsync = (_, _) => Task.CompletedTask,
        },
        TestContext.Current.CancellationToken);

    private sealed class MemorySubscriptions : IAppSubscriptionStore
    {
        public List<AppSubscription> Saved { get; } = [];

        public Task<bool> SaveNewerAsync(
            InstallationId installation, AppSubscription subscription, CancellationToken cancellationToken)
        {
            Saved.Add(subscription);
            return Task.FromResult(true);
        }

        public Task<IReadOnlyList<AppSubscription>> ListAsync(
            InstallationId installation, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<AppSubscription>>(Saved);
    }
}
