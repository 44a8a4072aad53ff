using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Tests.Lifecycle;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Tests.Webhooks;

public sealed class DeliveryRulesTests
{
    private static readonly string[] Topics =
    [
        WebhookTopics.AppUninstalled, WebhookTopics.ShopRedact, WebhookTopics.AppScopesUpdate,
        WebhookTopics.CustomersRedact, WebhookTopics.ProductsUpdate, "orders/create",
    ];

    private static readonly BodyIdentity?[] Identities =
    [
        null, default(BodyIdentity), new(Given.ShopId, null), new(null, Given.Shop), new(Given.ShopId, Given.Shop),
        new(99, null), new(99, Given.Shop), new(null, Given.OtherShop), new(Given.ShopId, Given.OtherShop),
    ];

    [Fact]
    public void Uninstall_when_it_names_the_shop_is_a_proof_and_opens_a_confirmation()
    {
        var open = Assert.IsType<DeliveryDecision.OpenEnd>(DeliveryRules.Decide(Facts(WebhookTopics.AppUninstalled)));

        Assert.True(open.Proves);
        Assert.Equal(EndCause.UninstalledByMerchant, open.Cause);
        Assert.Equal(["delivery:app/uninstalled"], open.Evidence);
    }

    [Fact]
    public void Uninstall_when_its_body_names_no_shop_proves_nothing_but_is_asked_about()
    {
        var open = Assert.IsType<DeliveryDecision.OpenEnd>(
            DeliveryRules.Decide(Facts(WebhookTopics.AppUninstalled) with { Identity = default(BodyIdentity) }));

        Assert.False(open.Proves);
        Assert.Contains("body:names-no-shop", open.Evidence);
    }

    [Theory]
    [InlineData(WebhookTopics.AppUninstalled)]
    [InlineData(WebhookTopics.ShopRedact)]
    public void End_when_its_body_ended_an_earlier_stay_proves_nothing(string topic)
    {
        var open = Assert.IsType<DeliveryDecision.OpenEnd>(
            DeliveryRules.Decide(Facts(topic) with { SawSameBody = true }));

        Assert.False(open.Proves);
        Assert.Contains("body:seen-before", open.Evidence);
    }

    [Fact]
    public void Uninstall_that_tells_of_an_end_that_is_known_is_spent_where_it_names_the_shop()
    {
        foreach (var facts in Everything())
        {
            if (DeliveryRules.Decide(facts) is not DeliveryDecision.Complete complete) continue;

            Assert.Equal(
                facts.Delivery.Topic == WebhookTopics.AppUninstalled && complete.Verdict != Verdict.Refused
                    && facts.Identity!.Value.IsBound,
                complete.IsSpent);
        }
    }

    [Fact]
    public void Redact_while_an_earlier_stay_awaits_it_is_noted_there_and_ends_nothing()
    {
        Assert.IsType<DeliveryDecision.NoteRedact>(
            DeliveryRules.Decide(Facts(WebhookTopics.ShopRedact) with { AwaitsRedact = true }));
        Assert.IsType<DeliveryDecision.NoteRedact>(DeliveryRules.Decide(
            Facts(WebhookTopics.ShopRedact) with { AwaitsRedact = true, Current = null }));
        Assert.IsType<DeliveryDecision.OpenEnd>(DeliveryRules.Decide(Facts(WebhookTopics.ShopRedact)));
    }

    [Fact]
    public void Redact_when_only_an_id_that_nobody_can_compare_names_the_shop_is_not_noted()
    {
        var facts = Facts(WebhookTopics.ShopRedact) with
        {
            Current = null,
            AwaitsRedact = true,
            Identity = new BodyIdentity(Given.ShopId, null),
        };

        Assert.Equal(new DeliveryDecision.Complete(Verdict.UnknownShop), DeliveryRules.Decide(facts));
        Assert.IsType<DeliveryDecision.NoteRedact>(
            DeliveryRules.Decide(facts with { TornDownShopId = Given.ShopId, IsTearingDown = true }));
    }

    [Fact]
    public void Delivery_when_its_body_is_unreadable_or_names_another_shop_is_refused_whatever_else_holds()
    {
        foreach (var facts in Everything().Where(facts => facts.Identity is null || NamesAnother(facts)))
            Assert.Equal(new DeliveryDecision.Complete(Verdict.Refused), DeliveryRules.Decide(facts));
    }

    [Fact]
    public void Delivery_when_recorded_before_the_stay_never_touches_it()
    {
        foreach (var facts in Everything().Where(facts => facts.Current is not null))
        {
            var earlier = facts with
            {
                Delivery = facts.Delivery with { RecordedAt = facts.Current!.StartedAt.AddMilliseconds(-1) },
            };
            var ofAnother = facts with { Delivery = facts.Delivery with { Installation = Given.OtherId } };

            foreach (var one in (DeliveryFacts[])[earlier, ofAnother])
            {
                var decision = DeliveryRules.Decide(one);
                Assert.False(decision is DeliveryDecision.OpenEnd or DeliveryDecision.Handle);
                if (decision is DeliveryDecision.Complete complete)
                    Assert.True(complete.Verdict is Verdict.Refused or Verdict.Stale or Verdict.Purged);
            }
        }
    }

    [Fact]
    public void Delivery_without_an_installation_ends_and_handles_nothing()
    {
        foreach (var facts in Everything().Where(facts => facts.Current is null))
        {
            var decision = DeliveryRules.Decide(facts);

            Assert.False(decision is DeliveryDecision.OpenEnd or DeliveryDecision.Handle);
            if (decision is not DeliveryDecision.Complete { Verdict: not Verdict.Refused } complete) continue;
            Assert.Equal(facts.IsTearingDown ? Verdict.Stale : Verdict.UnknownShop, complete.Verdict);
        }
    }

    [Fact]
    public void Only_ends_whose_fresh_body_names_this_shop_are_proofs()
    {
        foreach (var facts in Everything())
        {
            if (DeliveryRules.Decide(facts) is not DeliveryDecision.OpenEnd open) continue;

            Assert.True(DeliveryRules.ClaimsEnd(facts.Delivery.Topic));
            Assert.NotNull(facts.Current);
            Assert.Equal(facts.Identity!.Value.IsBound && !facts.SawSameBody, open.Proves);
        }
    }

    [Fact]
    public void Time_that_a_header_claims_changes_no_decision()
    {
        foreach (var facts in Everything())
        foreach (var days in (int[])[-1000, 0, 1000])
        {
            var forged = facts with { Delivery = facts.Delivery with { TriggeredAt = Given.Now.AddDays(days) } };

            // Records compare lists by reference, so the forms are compared.
            Assert.Equal(Form(DeliveryRules.Decide(facts)), Form(DeliveryRules.Decide(forged)));
        }
    }

    [Fact]
    public void Other_topics_of_the_current_stay_go_to_the_app()
    {
        foreach (var topic in Topics.Where(topic => !DeliveryRules.ClaimsEnd(topic)))
            Assert.IsType<DeliveryDecision.Handle>(DeliveryRules.Decide(Facts(topic)));
    }

    [Fact]
    public void Delivery_that_a_reset_handed_on_is_the_stays_though_it_was_recorded_before_its_start()
    {
        var facts = Facts("orders/create");
        var stay = Given.Installation with { DeliveriesSince = Given.Installation.StartedAt.AddDays(-2) };
        var early = facts.Delivery with { RecordedAt = Given.Installation.StartedAt.AddDays(-1) };

        Assert.IsType<DeliveryDecision.Handle>(
            DeliveryRules.Decide(facts with { Current = stay, Delivery = early }));
        Assert.IsType<DeliveryDecision.Handle>(
            DeliveryRules.Decide(facts with { Delivery = early with { Installation = Given.Installation.Id } }));
        Assert.Equal(
            new DeliveryDecision.Complete(Verdict.Purged), DeliveryRules.Decide(facts with { Delivery = early }));
    }

    private static string Form(DeliveryDecision decision) =>
        decision is DeliveryDecision.OpenEnd open
            ? $"{open.Cause} {open.Proves} {string.Join(',', open.Evidence)}"
            : decision.ToString();

    private static bool NamesAnother(DeliveryFacts facts) =>
        (facts.Identity!.Value.Shop is { } shop && shop != facts.Delivery.Shop)
        || (facts.Identity.Value.ShopId == 99 && (facts.Current is not null || facts.TornDownShopId is not null));

    private static IEnumerable<DeliveryFacts> Everything() =>
        from topic in Topics
        from identity in Identities
        from current in (Installation?[])[null, Given.Installation]
        from tearing in (bool[])[false, true]
        from awaits in (bool[])[false, true]
        from same in (bool[])[false, true]
        select Facts(topic) with
        {
            Identity = identity,
            Current = current,
            IsTearingDown = tearing && current is null,
            TornDownShopId = tearing && current is null ? Given.ShopId : null,
            AwaitsRedact = awaits,
            SawSameBody = same,
        };

    private static DeliveryFacts Facts(string topic) => new()
    {
        Delivery = new InboxDelivery
        {
            Id = 1,
            Shop = Given.Shop,
            Topic = topic,
            DeliveryHash = [1, 2, 3],
            RecordedAt = Given.Now,
            Body = [],
            Attempts = 0,
        },
        Identity = new BodyIdentity(Given.ShopId, Given.Shop),
        Current = Given.Installation,
    };
}
