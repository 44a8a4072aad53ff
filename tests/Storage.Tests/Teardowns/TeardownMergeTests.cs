using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage.Tests.Teardowns;

public sealed class TeardownMergeTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000);

    private readonly TeardownRecord open = Samples.Confirming(
        new Installation
        {
            Id = InstallationId.New(Start),
            Shop = ShopDomain.Parse("blue-widgets.myshopify.com"),
            ShopId = 1,
            Generation = 1,
            AppInstallationId = "gid://shopify/AppInstallation/1",
            Scopes = "",
            StartedAt = Start,
        },
        "first") with { NextAttemptAt = Start.AddMinutes(5), TriggeredAt = Start.AddMinutes(1) };

    [Fact]
    public void Claim_by_a_delivery_that_is_known_changes_nothing() =>
        Assert.Same(open, TeardownMerge.Join(open, open with { BodyNamesShop = true, Evidence = ["other"] }));

    [Fact]
    public void Claim_by_a_body_that_names_the_shop_takes_the_place_of_one_that_does_not()
    {
        var joined = TeardownMerge.Join(
            open, Second() with { BodyNamesShop = true, BodyHash = "new", Cause = EndCause.RedactRequested });
        Assert.Equal((true, "new", EndCause.RedactRequested), (joined.BodyNamesShop, joined.BodyHash, joined.Cause));
    }

    [Fact]
    public void Claim_by_a_body_that_names_no_shop_never_weakens_one_that_does()
    {
        var joined = TeardownMerge.Join(
            open with { BodyNamesShop = true }, Second() with { BodyHash = "new", Cause = EndCause.RedactRequested });
        Assert.Equal(
            (true, "b0d1", EndCause.UninstalledByMerchant), (joined.BodyNamesShop, joined.BodyHash, joined.Cause));
    }

    [Fact]
    public void Claim_brings_the_next_attempt_forward_and_never_back()
    {
        var earlier = TeardownMerge.Join(open, Second() with { NextAttemptAt = Start });
        var later = TeardownMerge.Join(open, Second() with { NextAttemptAt = Start.AddHours(1) });
        Assert.Equal((Start, Start.AddMinutes(5)), (earlier.NextAttemptAt, later.NextAttemptAt));
    }

    [Fact]
    public void Claim_wakes_a_confirmation_that_had_given_up()
    {
        var stalled = open with
        {
            Status = TeardownStatus.Stalled, StalledBecause = "end-unconfirmed", NextAttemptAt = null,
        };
        var late = Start.AddDays(3);
        var joined = TeardownMerge.Join(stalled, Second() with { NextAttemptAt = Start, OpenedAt = late });
        Assert.Equal(
            (TeardownStatus.Confirming, null, Start, late),
            (joined.Status, joined.StalledBecause, joined.NextAttemptAt, joined.ConfirmingSince));
    }

    [Fact]
    public void Claim_by_Shopifys_own_word_when_it_is_known_changes_nothing_but_wakes_what_had_given_up()
    {
        var known = open with { Evidence = ["token-endpoint:app_not_installed"] };
        var stalled = known with
        {
            Status = TeardownStatus.Stalled, StalledBecause = "end-unconfirmed", NextAttemptAt = null,
        };
        var again = known with { NextAttemptAt = Start, OpenedAt = Start.AddDays(3) };

        Assert.Same(known, TeardownMerge.Claim(known, again));
        var woken = TeardownMerge.Claim(stalled, again);
        Assert.Equal(
            (TeardownStatus.Confirming, null, Start, again.OpenedAt),
            (woken.Status, woken.StalledBecause, woken.NextAttemptAt, woken.ConfirmingSince));
        Assert.Equal(known.Evidence, woken.Evidence);
    }

    private TeardownRecord Second() => open with { Deliveries = [Samples.Hash("second")] };
}
