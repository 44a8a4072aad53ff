using System.Text.Json.Nodes;
using Shopkeeper.Frontend.Billing;
using Shopkeeper.Grains.Abstractions.Certificates;

namespace Shopkeeper.Frontend.Operations;

/// <summary>A certified teardown as its certificate tells it: the teardown's own row is gone.</summary>
internal static class CertifiedTeardown
{
    public static TeardownView View(CertificateRecord certificate)
    {
        var claims = CertificateView.DecodeClaims(certificate)!.AsObject();
        return new TeardownView(
            certificate.TeardownId, certificate.Installation.Value, certificate.Generation, null, Text(claims, "kind"),
            "certified", Text(claims, "cause"), Texts(claims, "evidence"), Time(claims, "openedAt"),
            Time(claims, "endedAt"), null, null,
            [.. Objects(claims, "steps").Select(step => Step(step, claims))],
            [.. Objects(claims, "participants").Select(Participant)],
            BillingCountView.Of(certificate.Billing), certificate.Id);
    }

    private static StepView Step(JsonObject step, JsonObject claims) => new(
        Text(step, "name"), Text(step, "outcome") == "waived" ? "waived" : "done", (int)Number(step, "attempts"),
        Text(step, "outcome"), null, Time(step, "startedAt"), Time(step, "finishedAt"),
        Counts(step, "counts"),
        [.. Objects(claims, "notErased").Where(left => Text(left, "step") == Text(step, "name")).Select(NotErased)],
        []);

    private static NotErasedView NotErased(JsonObject left) => new(
        Text(left, "store"), Text(left, "kind"), left["count"]?.GetValue<long>(), Text(left, "reason"));

    private static ParticipantView Participant(JsonObject one) =>
        new(Text(one, "name"), Text(one, "assurance"), Counts(one, "erased"));

    private static StoreView[] Counts(JsonObject json, string name) =>
        [.. Objects(json, name).Select(count => new StoreView(Text(count, "store"), Number(count, "count")))];

    private static string Text(JsonObject json, string name) => json[name]?.GetValue<string>() ?? "";

    private static long Number(JsonObject json, string name) => json[name]?.GetValue<long>() ?? 0;

    private static DateTimeOffset? Time(JsonObject json, string name) => json[name]?.GetValue<DateTimeOffset>();

    private static string[] Texts(JsonObject json, string name) =>
        json[name] is JsonArray array ? [.. array.Select(item => item!.GetValue<string>())] : [];

    private static IEnumerable<JsonObject> Objects(JsonObject json, string name) =>
        json[name] is JsonArray array ? array.Select(item => item!.AsObject()) : [];
}
