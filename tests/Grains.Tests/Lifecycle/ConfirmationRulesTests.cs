using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Lifecycle;

namespace Shopkeeper.Grains.Tests.Lifecycle;

public sealed class ConfirmationRulesTests
{
    private static readonly ConfirmationOptions Options = new();

    private static readonly string[] ProvingNothing =
    [
        "frozen", "forbidden", "not-found", "locked", "throttled", "rejected", "server-error", "unreachable",
        "unreadable", "redirected", "refused", "refused-access-denied", "grant-destroyed",
        "token-expired", "token-replaced", "refresh-refused-once", "refresh-token-expired", "client-refused",
    ];

    public static TheoryData<string> CodesProvingNothing => [.. ProvingNothing];

    [Fact]
    public void End_when_the_body_names_the_shop_and_shopify_refuses_the_token_is_proved_at_once()
    {
        var end = Assert.IsType<ConfirmationDecision.End>(Decide(Given.Confirming(At("unauthorized", 0))));

        Assert.Equal(["delivery:app/uninstalled", "probe:401"], end.Evidence);
    }

    [Fact]
    public void End_when_shopify_was_not_asked_yet_waits_for_nothing_but_the_question()
    {
        Assert.Equal(new ConfirmationDecision.Wait(TimeSpan.Zero), Decide(Given.Confirming()));
    }

    [Theory]
    [MemberData(nameof(CodesProvingNothing))]
    public void End_when_shopify_answers_anything_else_stays_open(string code)
    {
        Assert.IsType<ConfirmationDecision.Wait>(Decide(Given.Confirming(At(code, 0))));
    }

    [Theory]
    [MemberData(nameof(CodesProvingNothing))]
    public void End_when_shopify_answers_nothing_of_use_and_then_refuses_the_token_is_proved(string code)
    {
        Assert.IsType<ConfirmationDecision.End>(Decide(Given.Confirming(At(code, 0), At("unauthorized", 1))));
    }

    [Fact]
    public void End_when_the_body_names_no_shop_is_never_proved_by_refused_tokens()
    {
        var record = Given.Confirming(At("unauthorized", 0), At("unauthorized", 60), At("unauthorized", 3600));

        Assert.IsType<ConfirmationDecision.Wait>(Decide(record with { BodyNamesShop = false }));
    }

    [Fact]
    public void End_when_the_token_works_twice_a_minute_apart_is_superseded()
    {
        Assert.IsType<ConfirmationDecision.Superseded>(Decide(Given.Confirming(At("ok", 0), At("ok", 60))));
        Assert.IsType<ConfirmationDecision.Wait>(Decide(Given.Confirming(At("ok", 0), At("ok", 59))));
    }

    [Fact]
    public void End_when_the_delivery_is_older_than_the_stay_is_superseded_by_one_answer()
    {
        var record = Given.Confirming(At("ok", 0));

        Assert.IsType<ConfirmationDecision.Superseded>(
            Decide(record with { TriggeredAt = record.StartedAt.AddSeconds(-1) }));
        Assert.IsType<ConfirmationDecision.Wait>(Decide(record with { TriggeredAt = record.StartedAt }));
        Assert.IsType<ConfirmationDecision.Wait>(Decide(record with { TriggeredAt = null }));
    }

    [Fact]
    public void End_when_the_delivery_came_before_the_reset_that_began_the_stay_takes_two_answers_to_supersede()
    {
        var began = Given.Installation.StartedAt.AddDays(-30);
        var record = Given.Confirming(At("ok", 0)) with
        {
            DeliveriesSince = began,
            TriggeredAt = Given.Installation.StartedAt.AddSeconds(-2),
        };

        Assert.IsType<ConfirmationDecision.Wait>(Decide(record));
        Assert.IsType<ConfirmationDecision.Superseded>(Decide(record with { Probes = [At("ok", 0), At("ok", 60)] }));
        Assert.IsType<ConfirmationDecision.Superseded>(Decide(record with { TriggeredAt = began.AddSeconds(-1) }));
    }

    [Fact]
    public void End_when_the_token_works_and_dies_a_minute_later_is_proved()
    {
        Assert.IsType<ConfirmationDecision.End>(Decide(Given.Confirming(At("ok", 0), At("unauthorized", 60))));
    }

    [Fact]
    public void End_when_the_token_has_expired_and_its_refresh_is_refused_twice_is_proved_beside_a_delivery_only()
    {
        var record = Given.Confirming(At("token-expired", 0), At("refresh-refused-once", 1), At("refresh-refused", 31));

        var end = Assert.IsType<ConfirmationDecision.End>(Decide(record));
        Assert.Equal(EndCause.UninstalledByMerchant, end.Cause);
        Assert.Equal(["delivery:app/uninstalled", "refresh:refused"], end.Evidence);
        Assert.IsType<ConfirmationDecision.Wait>(Decide(record with { BodyNamesShop = false }));
    }

    [Fact]
    public void End_when_the_delivery_is_older_than_the_stay_and_the_pair_is_refused_is_not_proved()
    {
        var record = Given.Confirming(At("refresh-refused", 31));
        var late = record with { TriggeredAt = record.StartedAt.AddSeconds(-1) };

        Assert.IsType<ConfirmationDecision.Wait>(Decide(late));
        Assert.IsType<ConfirmationDecision.Wait>(Decide(record with { TriggeredAt = record.StartedAt }));
        Assert.IsType<ConfirmationDecision.End>(
            Decide(record with { TriggeredAt = record.StartedAt.AddMilliseconds(1) }));
        Assert.IsType<ConfirmationDecision.End>(Decide(late with { Probes = [At("unauthorized", 31)] }));
        Assert.IsType<ConfirmationDecision.End>(Decide(late with { Probes = [At("app-not-installed", 31)] }));
    }

    // A reinstall whose end before it was held back goes on as the same stay; what told of that end comes days later.
    [Fact]
    public void End_when_the_delivery_is_older_than_the_last_authorization_and_the_pair_is_refused_is_not_proved()
    {
        var again = Given.Installation.StartedAt.AddDays(2);
        var record = Given.Confirming(At("refresh-refused", 31)) with
        {
            ReauthorizedAt = again, TriggeredAt = again.AddSeconds(-1),
        };

        Assert.IsType<ConfirmationDecision.Wait>(Decide(record));
        Assert.IsType<ConfirmationDecision.Wait>(Decide(record with { TriggeredAt = again }));
        Assert.IsType<ConfirmationDecision.End>(Decide(record with { TriggeredAt = again.AddMilliseconds(1) }));
        Assert.IsType<ConfirmationDecision.End>(Decide(record with { Probes = [At("unauthorized", 31)] }));
    }

    [Fact]
    public void End_when_the_token_endpoint_knows_no_installation_is_proved_and_nobody_attests_it()
    {
        var record = Given.Confirming(At("token-expired", 0), At("app-not-installed", 1));

        Assert.Equal(EndCause.UninstalledByMerchant, Assert.IsType<ConfirmationDecision.End>(Decide(record)).Cause);
        var end = Assert.IsType<ConfirmationDecision.End>(Decide(record with { BodyNamesShop = false }));
        Assert.Equal(EndCause.AppNotInstalled, end.Cause);
        Assert.Contains("token-endpoint:app_not_installed", end.Evidence);
    }

    [Fact]
    public void End_that_was_held_back_is_proved_anew_and_dropped_where_shopify_denies_it()
    {
        var claim = Given.Confirming() with { Cause = EndCause.AppNotInstalled, BodyNamesShop = false };

        Assert.IsType<ConfirmationDecision.End>(Decide(claim));
        Assert.IsType<ConfirmationDecision.Wait>(Decide(claim with { Probes = [At("held-back", 0)] }));
        Assert.IsType<ConfirmationDecision.End>(
            Decide(claim with { Probes = [At("held-back", 0), At("unauthorized", 3600)] }));
        Assert.IsType<ConfirmationDecision.Superseded>(
            Decide(claim with { Probes = [At("held-back", 0), At("ok", 3600), At("ok", 3660)] }));
    }

    // While the host was wrong the token endpoint knew no shop, and of one a newer grant never arrived. Once the host
    // was right again its pair was refused, and with the claim of before that ended a stay that Shopify knew.
    [Fact]
    public void End_that_was_held_back_is_not_proved_anew_by_a_pair_that_is_refused()
    {
        var claim = Given.Confirming() with { Cause = EndCause.AppNotInstalled, BodyNamesShop = false };

        Assert.IsType<ConfirmationDecision.Wait>(
            Decide(claim with { Probes = [At("held-back", 0), At("refresh-refused", 3600)] }));
        Assert.IsType<ConfirmationDecision.End>(
            Decide(claim with { Probes = [At("held-back", 0), At("app-not-installed", 3600)] }));
    }

    [Fact]
    public void End_when_refusals_stand_between_two_working_answers_begins_to_count_anew()
    {
        var record = Given.Confirming(At("ok", 0), At("unauthorized", 30), At("ok", 61)) with { BodyNamesShop = false };

        Assert.IsType<ConfirmationDecision.Wait>(Decide(record));
    }

    [Fact]
    public void End_when_answers_prove_nothing_asks_ever_more_slowly_and_then_hourly()
    {
        var probes = new List<EndProbe>();
        var waits = new List<double>();
        var at = Given.Now;
        for (var answer = 0; answer < 10; answer++)
        {
            probes.Add(new EndProbe { At = at, Code = "server-error" });
            var wait = Assert.IsType<ConfirmationDecision.Wait>(
                ConfirmationRules.Decide(Given.Confirming([.. probes]), at, Options));
            waits.Add(wait.Delay.TotalSeconds);
            at += wait.Delay;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 3600, 3600, 3600], waits);
    }

    [Fact]
    public void End_when_the_token_works_asks_again_as_soon_as_that_can_settle_it()
    {
        var record = Given.Confirming(At("frozen", 0), At("frozen", 3600), At("ok", 7200));

        var wait = Assert.IsType<ConfirmationDecision.Wait>(
            ConfirmationRules.Decide(record, Given.Now.AddSeconds(7200), Options));

        Assert.Equal(Options.SupersededAfter, wait.Delay);
    }

    [Fact]
    public void End_when_unproved_for_two_days_is_stalled_but_only_after_an_answer_from_then()
    {
        var late = Given.Confirming(At("frozen", 0), At("frozen", TimeSpan.FromHours(48).TotalSeconds));
        var asleep = Given.Confirming(At("frozen", 0));

        Assert.Equal(new ConfirmationDecision.Stalled("end-unconfirmed"), Decide(late));
        Assert.Equal(
            new ConfirmationDecision.Wait(TimeSpan.Zero),
            ConfirmationRules.Decide(asleep, Given.Now.AddDays(30), Options));
    }

    [Fact]
    public void End_when_the_token_works_after_two_days_is_asked_about_once_more_instead_of_stalled()
    {
        var late = TimeSpan.FromHours(48).TotalSeconds;
        var first = Given.Confirming(At("frozen", 0), At("ok", late));
        var silent = Given.Confirming(At("frozen", 0), At("ok", late), At("timeout", late + 60));
        var second = Given.Confirming(At("frozen", 0), At("ok", late), At("ok", late + 60));

        Assert.Equal(
            Options.SupersededAfter,
            Assert.IsType<ConfirmationDecision.Wait>(
                ConfirmationRules.Decide(first, Given.Now.AddSeconds(late), Options)).Delay);
        Assert.IsType<ConfirmationDecision.Stalled>(Decide(silent));
        Assert.IsType<ConfirmationDecision.Superseded>(Decide(second));
    }

    [Fact]
    public void End_when_the_token_endpoint_denies_the_installation_needs_no_other_proof()
    {
        var record = Given.Confirming() with { Cause = EndCause.AppNotInstalled, BodyNamesShop = false, Evidence = [] };

        var end = Assert.IsType<ConfirmationDecision.End>(Decide(record));
        Assert.Equal(["token-endpoint:app_not_installed"], end.Evidence);
    }

    [Fact]
    public void No_sequence_of_answers_ends_an_installation_without_a_bound_body_and_a_final_refusal()
    {
        foreach (var probes in Sequences(["ok", "unauthorized", "frozen", "unreachable"], 5))
        foreach (var bound in (bool[])[true, false])
        foreach (var cause in Enum.GetValues<EndCause>().Except([EndCause.AppNotInstalled]))
        {
            var decision = Decide(Given.Confirming(probes) with { BodyNamesShop = bound, Cause = cause });

            var proved = bound
                && cause is EndCause.UninstalledByMerchant or EndCause.RedactRequested
                && probes is [.., { Code: "unauthorized" }];
            Assert.Equal(proved, decision is ConfirmationDecision.End);
        }
    }

    [Fact]
    public void No_sequence_of_answers_denies_an_end_while_the_last_word_is_a_refusal()
    {
        foreach (var probes in Sequences(["ok", "unauthorized", "frozen"], 6))
        foreach (var old in (bool[])[true, false])
        {
            var record = Given.Confirming(probes) with { BodyNamesShop = false };
            if (old) record = record with { TriggeredAt = record.StartedAt.AddHours(-1) };

            var words = probes.Where(probe => probe.Code != "frozen").Select(probe => probe.Code).ToList();
            if (Decide(record) is ConfirmationDecision.Superseded) Assert.Equal("ok", words[^1]);
        }
    }

    private static ConfirmationDecision Decide(TeardownRecord record) =>
        ConfirmationRules.Decide(record, Given.Now.AddSeconds(1), Options);

    private static EndProbe At(string code, double seconds) => Given.Probe(code, TimeSpan.FromSeconds(seconds));

    // Every sequence of answers up to a length, 30 seconds apart.
    private static IEnumerable<EndProbe[]> Sequences(string[] codes, int length)
    {
        IEnumerable<EndProbe[]> all = [[]];
        for (var at = 0; at < length; at++)
        {
            var seconds = at * 30;
            all = [.. all, .. all.Where(one => one.Length == at)
                .SelectMany(one => codes.Select(code => (EndProbe[])[.. one, At(code, seconds)]))];
        }

        return all;
    }
}
