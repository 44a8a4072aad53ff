using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Subscriptions;
using WebhookSubscription = Shopkeeper.Shopify.Admin.WebhookSubscription;

namespace Shopkeeper.Grains.Tests.Subscriptions;

/// <summary>Each row: what is wanted, recorded and there, and the steps that follow from it.</summary>
public sealed class SubscriptionPlanTests
{
    private const string Ours = "https://app.example/webhooks";

    // wanted: name topic [filter] | records: name topic id or state [filter] | there: id topic address [filter]
    public static TheoryData<string, string, string, string, string> Cases => new()
    {
        { "nothing there", "a t/x", "", "", "create a" },
        { "as wanted", "a t/x", "a t/x 1", "1 T_X ours", "keep a 1" },
        { "removed", "a t/x", "a t/x 1", "", "create a" },
        { "made by somebody with our address", "a t/x", "", "7 T_X ours", "keep a 7" },
        { "somebody's, elsewhere", "a t/x", "", "7 T_X theirs", "create a" },
        { "somebody's, with a filter", "a t/x", "", "7 T_X ours f:1", "create a" },
        { "address changed by hand", "a t/x", "a t/x 1", "1 T_X theirs", "update a 1" },
        { "filter changed by hand", "a t/x f:1", "a t/x 1 f:1", "1 T_X ours f:2", "update a 1" },
        { "filter is new", "a t/x f:1", "a t/x 1", "1 T_X ours", "update a 1" },
        { "two with filters", "a t/x f:1;b t/x f:2", "a t/x 1 f:1;b t/x 2 f:2", "1 T_X ours f:1;2 T_X ours f:2",
            "keep a 1;keep b 2" },
        { "names swapped", "a t/x f:2;b t/x f:1", "a t/x 1 f:1;b t/x 2 f:2", "1 T_X ours f:1;2 T_X ours f:2",
            "keep a 2;keep b 1" },
        { "renamed", "b t/x", "a t/x 1", "1 T_X ours", "keep b 1;drop a" },
        { "another topic", "a t/y", "a t/x 1", "1 T_X ours", "create a without 1" },
        { "wanted no more", "", "a t/x 1", "1 T_X ours;7 T_X theirs", "drop a without 1" },
        { "wanted no more and gone", "", "a t/x 1", "7 T_X theirs", "drop a" },
        { "refused and wanted no more", "", "a t/x refused", "7 T_X ours", "drop a" },
        { "an intent and wanted no more", "", "a t/x being", "7 T_X ours;8 T_X theirs", "drop a without 7" },
        { "an intent that came true", "a t/x", "a t/x being", "7 T_X ours", "keep a 7" },
        { "an intent that came true twice", "a t/x", "a t/x being", "7 T_X ours;8 T_X ours", "keep a 7 without 8" },
        { "a refusal that somebody mended", "a t/x", "a t/x refused", "7 T_X ours", "keep a 7" },
        { "ours and a stranger's at one address", "a t/x", "a t/x 1", "1 T_X ours;7 T_X ours", "keep a 1" },
        { "ours was moved and a stranger took its place", "a t/x", "a t/x 1", "1 T_X theirs;7 T_X ours",
            "keep a 7 without 1" },
        { "told twice on two pages", "a t/x", "a t/x 1", "1 T_X ours;1 T_X ours", "keep a 1" },
        { "a topic that only its GraphQL form tells", "a made_up.topic/x", "a made_up.topic/x 1",
            "1 MADE_UP_TOPIC_X ours", "keep a 1" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Plan_is_made_so(string story, string wanted, string records, string there, string steps)
    {
        var made = SubscriptionPlan.Make(
            [.. Split(wanted).Select(Wanted)], [.. Split(records).Select(Record)], [.. Split(there).Select(Actual)]);
        Assert.True(steps == string.Join(';', made.Select(Told)), $"{story}: {string.Join(';', made.Select(Told))}");
    }

    [Fact]
    public void Fields_in_another_order_are_as_wanted_and_others_are_not()
    {
        var wanted = Wanted(["a", "t/x"]) with { IncludeFields = ["id", "name"], MetafieldNamespaces = ["app"] };
        var actual = Actual(["1", "T_X", "ours"]) with
        {
            IncludeFields = ["name", "id"], MetafieldNamespaces = ["app"],
        };
        Assert.True(SubscriptionRules.IsAsWanted(actual, wanted));
        Assert.False(SubscriptionRules.IsAsWanted(actual with { IncludeFields = ["name"] }, wanted));
        Assert.False(SubscriptionRules.IsAsWanted(actual with { MetafieldNamespaces = [] }, wanted));
        Assert.False(SubscriptionRules.IsAsWanted(actual with { Format = "XML" }, wanted));
        Assert.False(SubscriptionRules.IsAsWanted(actual with { Uri = "pubsub://project:topic" }, wanted));
    }

    [Theory]
    [InlineData(SubscriptionState.BeingCreated, "being-created", true)]
    [InlineData(SubscriptionState.BeingCreated, "unreachable", true)]
    [InlineData(SubscriptionState.Missing, "server-error", true)]
    [InlineData(SubscriptionState.Missing, "throttled", false)]
    [InlineData(SubscriptionState.Refused, "refused-access-denied", false)]
    public void Only_a_creation_whose_end_nobody_saw_may_be_there(SubscriptionState state, string reason, bool may)
    {
        var record = Record(["a", "t/x", "being"]) with { State = state, Reason = reason };
        Assert.Equal(may, SubscriptionRules.MayBeThere(record));
        Assert.False(SubscriptionRules.MayBeThere(record with { ShopifyId = "1" }));
    }

    private static IEnumerable<string[]> Split(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' '));

    private static string Address(string text) => text == "ours" ? Ours : "https://other.example/";

    private static WantedSubscription Wanted(string[] words) =>
        new() { Name = words[0], Topic = words[1], Uri = Ours, Filter = words.ElementAtOrDefault(2) };

    private static WebhookSubscriptionRecord Record(string[] words) => new()
    {
        Name = words[0],
        Topic = words[1],
        Uri = Ours,
        Filter = words.ElementAtOrDefault(3),
        ShopifyId = char.IsDigit(words[2][0]) ? words[2] : null,
        State = words[2] switch
        {
            "being" => SubscriptionState.BeingCreated,
            "refused" => SubscriptionState.Refused,
            _ => SubscriptionState.InPlace,
        },
        CheckedAt = DateTimeOffset.UnixEpoch,
    };

    private static WebhookSubscription Actual(string[] words) =>
        new(words[0], words[1], Address(words[2])) { Filter = words.ElementAtOrDefault(3) };

    private static string Told(PlannedStep step) => step switch
    {
        PlannedStep.Keep keep => $"keep {keep.Wanted.Name} {keep.Actual.Id}",
        PlannedStep.Update update => $"update {update.Wanted.Name} {update.Actual.Id}",
        PlannedStep.Create create => $"create {create.Wanted.Name}",
        PlannedStep.Drop drop => $"drop {drop.Record.Name}",
        _ => throw new InvalidOperationException("A step that the table does not know."),
    } + (step.Obsolete.IsEmpty ? "" : $" without {string.Join(',', step.Obsolete)}");
}
