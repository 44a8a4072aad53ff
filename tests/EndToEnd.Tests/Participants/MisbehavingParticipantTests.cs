using Microsoft.AspNetCore.Http;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Participants;

/// <summary>
/// A participant that answers some shops with all that a participant must not answer with. Each such teardown says what
/// is wrong, none of them is certified before it is put right, and no other shop's teardown waits for them.
/// </summary>
public sealed class MisbehavingParticipantTests
{

    private static readonly (string Code, Func<HttpContext, string, Task> Answer)[] Misbehaviours =
    [
        ("participant-answer-invalid", HtmlAsync),
        ("participant-answer-invalid", (context, _) => OddParticipant.JsonAsync(context, "{")),
        ("participant-answer-invalid", (context, _) => Items(context, "-1")),
        ("participant-answer-invalid", (context, _) => Items(context, "1.5")),
        ("participant-answer-invalid", (context, _) => OddParticipant.JsonAsync(context, """{"remaining":0}""")),
        ("participant-answer-invalid", HugeAsync),
        ("participant-redirected", (context, operation) => RedirectAsync(context, $"/{operation}")),
        ("participant-redirected", (context, _) => RedirectAsync(context, "/elsewhere")),
        ("participant-timed-out", (context, _) => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted)),
        ("participant-unreachable", MidAnswerAsync),
        ("participant-refused", (context, _) => OddParticipant.JsonAsync(context, "{}", 404)),
        ("participant-failed", (context, _) => OddParticipant.JsonAsync(context, "{}", 500)),
        ("participant-residue", LieAsync),
    ];

    [Theory, InlineData(DatabaseKind.Postgres)]
    public async Task Teardowns_when_their_participant_misbehaves_say_why_and_hold_up_no_other_shop(DatabaseKind kind)
    {
        var secret = NodeParticipant.NewSecret();
        await using var odd = await OddParticipant.StartAsync(secret);
        await ShopkeeperProcess.RunAsync(kind, service => MisbehaveAsync(service, odd), Settings(odd.Url, secret));
    }

    private static async Task MisbehaveAsync(ShopkeeperProcess service, OddParticipant odd)
    {
        var shops = new List<(Merchant Shop, string Code, Guid Teardown)>();
        foreach (var (code, answer) in Misbehaviours)
        {
            var shop = await Merchant.InstalledAsync(service, products: 1);
            odd.Odd[shop.Domain] = answer;
            shops.Add((shop, code, default));
        }

        var other = await Merchant.InstalledAsync(service, products: 1);
        shops = [.. await Task.WhenAll(shops.Select(
            async one => (one.Shop, one.Code, await service.EndByOperatorAsync(one.Shop))))];
        foreach (var (_, code, teardown) in shops)
        {
            var seen = await service.UntilParticipantAsync(
                teardown, "odd", code, progress => progress.Text("lastCode") == code);
            Assert.Equal("failed", seen.Text("state"));
            Assert.True(seen.GetProperty("attempts").GetInt32() > 0);
        }

        // Another shop's teardown comes to its end while all of these are under way.
        await service.UntilCertifiedAsync(await service.EndByOperatorAsync(other));
        foreach (var (_, _, teardown) in shops)
            Assert.Equal("running", (await service.Operations.ReadAsync($"teardowns/{teardown}")).Text("status"));
        var health = await service.ReadHealthAsync("odd");
        Assert.Equal(shops.Count, health.GetProperty("waiting").GetInt32());
        Assert.Equal("http", health.Text("kind"));

        odd.Odd.Clear();
        foreach (var (_, _, teardown) in shops) await service.UntilCertifiedAsync(teardown);
        Assert.Empty(odd.Complaints);
        Assert.DoesNotContain(odd.Calls, call => call.StartsWith("/elsewhere", StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Settings(string url, string secret) => new()
    {
        ["Participants:odd:Url"] = url,
        ["Participants:odd:Secret"] = secret,
        ["Participants:odd:Timeout"] = "00:00:01",
        ["Participants:odd:MaximumAnswerBytes"] = "2048",
        ["Teardown:ParticipantAttempts"] = "1000",
    };

    private static Task HtmlAsync(HttpContext context, string operation)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<html><body>It works!</body></html>");
    }

    private static Task Items(HttpContext context, string count) =>
        OddParticipant.JsonAsync(context, $$"""{"items":[{"kind":"documents","count":{{count}}}]}""");

    private static async Task HugeAsync(HttpContext context, string operation)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"items":[],"filler":" """);
        var block = new string('x', 64 * 1024);
        for (var blocks = 0; blocks < 200 && !context.RequestAborted.IsCancellationRequested; blocks++)
            await context.Response.WriteAsync(block);
    }

    private static Task RedirectAsync(HttpContext context, string target)
    {
        context.Response.StatusCode = 307;
        context.Response.Headers.Location = target;
        return Task.CompletedTask;
    }

    private static async Task MidAnswerAsync(HttpContext context, string operation)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"ite");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static Task LieAsync(HttpContext context, string operation) =>
        operation == "verify"
            ? OddParticipant.JsonAsync(context, """{"remaining":3}""")
            : OddParticipant.NothingAsync(context, operation);
}
