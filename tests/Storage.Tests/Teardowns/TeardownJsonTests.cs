using System.Text;
using System.Text.Json.Nodes;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Teardowns;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Teardowns;

public sealed class TeardownJsonTests
{
    private static readonly byte[] Golden = File.ReadAllBytes(
        Path.Combine(RepositoryRoot.Path, "tests/Storage.Tests/Teardowns/Golden/teardown.v1.json"));

    [Fact]
    public void Golden_teardown_is_read_in_every_member()
    {
        var read = TeardownJson.Read(Golden);
        Assert.Equal(Guid.Parse("01990000-0000-7000-8000-000000000001"), read.Id);
        Assert.Equal(new InstallationId(Guid.Parse("01990000-0000-7000-8000-000000000002")), read.Installation);
        Assert.Equal(
            ("blue-widgets.myshopify.com", 548380009L, 3), (read.Shop.Value, read.ShopId, read.Generation));
        Assert.Equal(
            (TeardownKind.Reset, TeardownStatus.Stalled, EndCause.Reset, true, 9L),
            (read.Kind, read.Status, read.Cause, read.BodyNamesShop, read.Version));
        Assert.Equal(new InstallationId(Guid.Parse("01990000-0000-7000-8000-000000000004")), read.Successor);
        Assert.Equal(["delivery:app/uninstalled", "probe:401"], read.Evidence);
        Assert.Equal([1, 2, 3], Assert.Single(read.Deliveries));
        Assert.Equal("unauthorized", Assert.Single(read.Probes).Code);
        Assert.Equal(123, read.TriggeredAt!.Value.Millisecond);
        Assert.Equal((2, 3, 4), (read.OpenedAt.Second, read.EndedAt!.Value.Second, read.NextAttemptAt!.Value.Second));
        Assert.Equal(("b0d1", "participant-failed"), (read.BodyHash, read.StalledBecause));
        Assert.NotNull(read.CertificateId);
        Assert.Equal([new AppSubscriptionCount("ACTIVE", 2)], read.Billing);
        Assert.Equal(
            (1, 12, 2), (read.StartedAt.Month, read.DeliveriesSince!.Value.Month, read.ReauthorizedAt!.Value.Month));
        Assert.Equal((23, 24), (read.ConfirmingSince!.Value.Day, Assert.Single(read.Waivers).At.Day));
        Assert.Equal(
            ("erase-participants", "search", "participant-gone"),
            (read.Waivers[0].Step, read.Waivers[0].Participant, read.Waivers[0].Code));

        var step = Assert.Single(read.Steps);
        Assert.Equal(("erase-participants", StepStatus.Running), (step.Name, step.Status));
        Assert.Equal((4, 2), (step.Attempts, step.SilosLost));
        Assert.Equal(("token-dead", "busy", "page-2"), (step.Outcome, step.LastCode, step.Cursor));
        Assert.Equal((5, 6), (step.StartedAt!.Value.Second, step.FinishedAt!.Value.Second));
        Assert.Equal(new StoreCount { Store = "api_logs", Count = 12 }, Assert.Single(step.Counts));
        Assert.Equal(
            new NotErased { Store = "shop-resources", Kind = "metafields", Count = 5, Reason = "left-in-shop" },
            Assert.Single(step.NotErased));
        var participant = Assert.Single(step.Participants);
        Assert.Equal(
            ("search", "verified", 7L), (participant.Name, participant.Assurance, participant.Erased[0].Count));
        AssertAsked(Assert.Single(step.Asked));
    }

    [Fact]
    public void Golden_teardown_when_written_by_this_code_is_the_same_document()
    {
        // Nothing that an older release reads may change its name or its form, and no member may get lost on the way.
        var written = JsonNode.Parse(TeardownJson.Write(TeardownJson.Read(Golden)));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Golden), written), written!.ToJsonString());
    }

    [Fact]
    public void Golden_file_holds_every_member_of_a_teardown_and_its_parts()
    {
        var stored = JsonNode.Parse(Golden)!.AsObject();
        Assert.True(stored.Remove("schema"));
        Assert.Equal(typeof(TeardownRecord).GetProperties().Length, stored.Count);
        var step = stored["steps"]![0]!.AsObject();
        Assert.Equal(typeof(StepProgress).GetProperties().Length, step.Count);
        Assert.Equal(typeof(ParticipantProgress).GetProperties().Length, step["asked"]![0]!.AsObject().Count);
    }

    [Fact]
    public void Teardown_without_optional_members_is_read_with_their_defaults()
    {
        var read = TeardownJson.Read(Encoding.UTF8.GetBytes("""
            {"schema":1,"id":"01990000-0000-7000-8000-000000000001",
             "installation":"01990000-0000-7000-8000-000000000002","shop":"a.myshopify.com","status":2,"cause":1,
             "addedLater":{"x":1}}
            """));
        Assert.Equal(TeardownKind.Uninstall, read.Kind);
        Assert.Empty(read.Steps);
        Assert.Null(read.EndedAt);
    }

    [Theory]
    [InlineData("""{"schema":2,"shop":"a.myshopify.com"}""")]
    [InlineData("""{"schema":0,"shop":"a.myshopify.com"}""")]
    [InlineData("null")]
    [InlineData("""{"shop":7,"secret":"SECRET"}""")]
    [InlineData("SECRET")]
    public void Teardown_that_this_release_can_t_read_is_refused_without_quoting_it(string json)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => TeardownJson.Read(Encoding.UTF8.GetBytes(json)));
        Assert.DoesNotContain("SECRET", refusal.ToString(), StringComparison.Ordinal);
    }

    private static void AssertAsked(ParticipantProgress asked)
    {
        Assert.Equal(
            ("mail", ParticipantState.Busy, KeyedBy.Shop, ParticipantOperation.Erase),
            (asked.Name, asked.State, asked.KeyedBy, asked.Operation));
        Assert.Equal((4, 5, 8L), (asked.Round, asked.Attempts, asked.Remaining));
        Assert.Equal(
            (7, 8, 9),
            (asked.NextAttemptAt!.Value.Second, asked.BusySince!.Value.Second, asked.SettledAt!.Value.Second));
        Assert.Equal(new StoreCount { Store = "members", Count = 6 }, Assert.Single(asked.Erased));
        Assert.Equal("participant-busy", asked.LastCode);
    }
}
