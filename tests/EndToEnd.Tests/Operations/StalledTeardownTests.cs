using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Grains.Certificates;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>A teardown stalls at a participant that fails: what an operator sees, and does about it.</summary>
[Collection(StalledServices.Name)]
public sealed class StalledTeardownTests(StalledServices stalled)
{
    private const string Step = "erase-participants";

    [Fact]
    public Task Stalled_teardown_when_waived_retried_and_repeated_ends_as_the_operator_said() =>
        stalled.RunAsync(async service =>
        {
            await WaivedAsync(service);
            await RetriedAsync(service);
            await RefusedAsync(service);
            await RepeatedAsync(service);
        });

    private static async Task WaivedAsync(ShopkeeperProcess service)
    {
        var (shop, teardown) = await service.StalledAsync();
        var listed = await service.Operations.ReadAsync($"teardowns?status=stalled&shop={shop.Domain}");
        var seen = Assert.Single(listed.GetProperty("items").EnumerateArray());
        Assert.Equal(teardown, seen.GetProperty("id").GetGuid());
        Assert.Equal("participant-failed:files", seen.GetProperty("stalledBecause").GetString());
        Assert.Equal("participant-failed:files", seen.Step(Step).GetProperty("lastCode").GetString());

        // The merchant is back; the old stay is waived all the same.
        var reinstalled = await shop.InstallAsync();
        var note = $"Bucket of {shop.Domain} was deleted by hand.";
        var waived = await service.OrderedAsync(
            $"teardowns/{teardown}/steps/{Step}/waive", new { code = "erased-by-hand", note });
        Assert.Equal("waived", waived.Step(Step).GetProperty("status").GetString());

        var certified = await service.UntilCertifiedAsync(teardown);
        Assert.Equal("waived", certified.Step(Step).GetProperty("status").GetString());
        Assert.Equal(
            "erased-by-hand",
            Assert.Single(certified.Step(Step).GetProperty("notErased").EnumerateArray())
                .GetProperty("reason").GetString());
        var certificate = await service.Operations.ReadAsync(
            $"certificates/{certified.GetProperty("certificateId").GetGuid()}");
        await AssertWithExceptionsAsync(service, certificate, "erased-by-hand");
        Assert.DoesNotContain("Bucket", certificate.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(reinstalled, (await shop.GetAsync("/api/session")).GetProperty("installationId").GetGuid());
        await AssertAuditedAsync(service, shop, teardown, note);
        await StubbornFile.RemoveAsync(service, seen.GetProperty("installationId").GetGuid());
    }

    // Offline: with nothing but the published keys, and by the same code as the command.
    private static async Task AssertWithExceptionsAsync(
        ShopkeeperProcess service, JsonElement certificate, string reason)
    {
        var jwks = await service.Public.GetStringAsync(new Uri(service.PublicUrl, "/.well-known/jwks.json"));
        var jws = certificate.GetProperty("jws").GetString()!;
        var verdict = Assert.IsType<CertificateVerdict.CompleteWithExceptions>(CertificateVerifier.Verify(jws, jwks));
        var left = Assert.Single(verdict.Claims.NotErased);
        Assert.Equal((Step, "participant:files", reason), (left.Step, left.Store, left.Reason));
    }

    private static async Task AssertAuditedAsync(
        ShopkeeperProcess service, Merchant shop, Guid teardown, string note)
    {
        var text = await service.Operations.ReadTextOfAsync($"audit?shop={shop.Domain}");
        var entries = JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["waive-step", "uninstall-shop"], entries.Select(one => one.GetProperty("action").GetString()));
        Assert.All(entries, entry =>
        {
            Assert.Equal("operator", entry.GetProperty("actor").GetString());
            Assert.Equal(("accepted", 202), (
                entry.GetProperty("outcome").GetString(), entry.GetProperty("status").GetInt32()));
            Assert.Equal(teardown, entry.GetProperty("teardownId").GetGuid());
        });
        Assert.Equal(
            (Step, "erased-by-hand", note),
            (entries[0].GetProperty("step").GetString(), entries[0].GetProperty("reason").GetString(),
                entries[0].GetProperty("note").GetString()));
    }

    private static async Task RetriedAsync(ShopkeeperProcess service)
    {
        var (shop, teardown) = await service.StalledAsync();
        await service.OrderedAsync($"teardowns/{teardown}/retry");
        await service.UntilStatusAsync(teardown, "stalled");

        await StubbornFile.RemoveAsync(service, shop.InstallationId);
        Assert.NotEqual(
            "stalled",
            (await service.OrderedAsync($"teardowns/{teardown}/retry")).GetProperty("status").GetString());

        var certified = await service.UntilCertifiedAsync(teardown);
        var certificate = await service.Operations.ReadAsync(
            $"certificates/{certified.GetProperty("certificateId").GetGuid()}");
        Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
        using var again = await service.OrderAsync($"teardowns/{teardown}/retry");
        await again.AssertProblemAsync(409, "certified", "teardown");
        using var unknown = await service.OrderAsync("teardowns/01990000-0000-7000-8000-000000000000/retry");
        await unknown.AssertProblemAsync(404);
    }

    private static async Task RefusedAsync(ShopkeeperProcess service)
    {
        var (shop, teardown) = await service.StalledAsync();
        (string Step, object Body, int Status, string? Code, string? Field)[] wrong =
        [
            ("purge-data", new { code = "accepted-by-legal" }, 409, "not-waivable", "step"),
            ("verify-residue", new { code = "accepted-by-legal" }, 409, "not-waivable", "step"),
            ("certify", new { code = "accepted-by-legal" }, 409, "not-waivable", "step"),
            ("clear-caches", new { code = "accepted-by-legal" }, 409, "step-not-reached", "step"),
            ("stop-jobs", new { code = "accepted-by-legal" }, 409, "step-done", "step"),
            ("nonsense", new { code = "accepted-by-legal" }, 404, null, null),
            (Step, new { }, 400, null, "code"),
            (Step, new { code = "because" }, 400, null, "code"),
            (Step, new { code = "shop-unreachable" }, 400, null, "code"),
            (Step, new { code = 7 }, 400, null, "code"),
            (Step, new { code = "participant-gone", note = new string('n', 1001) }, 400, null, "note"),
            (Step, new { code = "participant-gone", note = 7 }, 400, null, "note"),
            (Step, new { code = "participant-gone", participant = "nobody" }, 400, null, "participant"),
            (Step, new { code = "participant-gone", participant = 7 }, 400, null, "participant"),
        ];
        foreach (var (step, body, status, code, field) in wrong)
        {
            using var answer = await service.OrderAsync($"teardowns/{teardown}/steps/{step}/waive", body);
            await answer.AssertProblemAsync(status, code, field);
        }
        var now = await service.Operations.ReadAsync($"teardowns/{teardown}");
        Assert.Equal("stalled", now.GetProperty("status").GetString());
        await StubbornFile.RemoveAsync(service, shop.InstallationId);
        await service.OrderedAsync($"teardowns/{teardown}/retry");
        await service.UntilCertifiedAsync(teardown);
    }

    // Under one key an order is carried out once, also across a restart, and another order is not taken for it.
    private static async Task RepeatedAsync(ShopkeeperProcess service)
    {
        var (shop, teardown) = await service.StalledAsync();
        var path = $"teardowns/{teardown}/steps/{Step}/waive";
        var body = new { code = "participant-gone", participant = "files" };
        var key = Keys.RandomText(12);
        await service.OrderedAsync(path, body, key);
        await service.UntilCertifiedAsync(teardown);
        var audit = await service.Operations.ReadAsync($"audit?shop={shop.Domain}&action=waive-step");
        Assert.Equal(
            "files",
            Assert.Single(audit.GetProperty("items").EnumerateArray()).GetProperty("participant").GetString());
        await service.StopAsync();
        await service.StartAsync();

        var again = await service.OrderedAsync(path, body, key);
        Assert.Equal((teardown, "certified"), (
            again.GetProperty("id").GetGuid(), again.GetProperty("status").GetString()));
        using var other = await service.OrderAsync(path, new { code = "erased-by-hand", participant = "files" }, key);
        await other.AssertProblemAsync(422, "idempotency-key-reused", "Idempotency-Key");
        using var elsewhere = await service.OrderAsync($"teardowns/{teardown}/retry", null, key);
        await elsewhere.AssertProblemAsync(422, "idempotency-key-reused", "Idempotency-Key");
        using var tooLong = await service.OrderAsync(path, body, new string('k', 256));
        await tooLong.AssertProblemAsync(400, field: "Idempotency-Key");
        Assert.Equal(0, await service.ReadResidueAsync(shop));
        await StubbornFile.RemoveAsync(service, shop.InstallationId);
    }
}
