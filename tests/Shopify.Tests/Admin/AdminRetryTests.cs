using System.Globalization;
using Microsoft.AspNetCore.Http;
using Shopkeeper.Shopify.Admin;
using static Shopkeeper.Shopify.Tests.Http.ShopifyServer;

namespace Shopkeeper.Shopify.Tests.Admin;

public sealed class AdminRetryTests
{
    private const string Throttled =
        """
        {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{
        "requestedQueryCost":52,"actualQueryCost":null,
        "throttleStatus":{"maximumAvailable":2000,"currentlyAvailable":32,"restoreRate":100}}}}
        """;

    private static readonly Func<HttpContext, Task>[] Passing =
        [Answer(429, "", Json, ("Retry-After", "0")), Answer(503), Drop, Answer(200, Throttled)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProbeAsync_when_throttled_waits_for_the_bucket_and_asks_again()
    {
        await using var server = await AnsweringAsync(Answer(200, Throttled), Answer(200, AdminBodies.Probe));
        var outcome = await server.Admin.ProbeAsync(server.Access, Cancel);
        Assert.True(outcome.IsOk);
        var record = Assert.Single(server.Records);
        Assert.Equal(("ok", 200, 2), (record.Outcome, record.Status, record.Attempts));
        Assert.True(record.Duration >= TimeSpan.FromMilliseconds(190), $"{record.Duration}");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Reads_when_the_failure_passes_succeed_within_one_call(int status)
    {
        await using var server = await AnsweringAsync(
            Answer(status, "<html>", "text/html", ("Retry-After", "0.1")), Drop, Answer(200, AdminBodies.Probe));
        Assert.True((await server.Admin.ProbeAsync(server.Access, Cancel)).IsOk);
        Assert.Equal(3, Assert.Single(server.Records).Attempts);
    }

    [Theory]
    [InlineData("0.3")]
    [InlineData("date")]
    public async Task Reads_honour_Retry_After(string text)
    {
        // A date has whole seconds, so two of them are at least one second away.
        var header = text == "date"
            ? TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("r", CultureInfo.InvariantCulture)
            : text;
        await using var server = await AnsweringAsync(
            Answer(429, "", Json, ("Retry-After", header)), Answer(200, AdminBodies.Probe));
        Assert.True((await server.Admin.ProbeAsync(server.Access, Cancel)).IsOk);
        var least = text == "date" ? TimeSpan.FromMilliseconds(800) : TimeSpan.FromMilliseconds(290);
        Assert.True(Assert.Single(server.Records).Duration >= least, $"{server.Records[0].Duration}");
    }

    [Fact]
    public async Task Reads_when_Retry_After_does_not_fit_the_budget_return_at_once()
    {
        await using var server = await AnsweringAsync(Answer(429, "", Json, ("Retry-After", "30.0")));
        var outcome = await server.Admin.ProbeAsync(server.Access, Cancel);
        Assert.Equal(("throttled", TimeSpan.FromSeconds(30)), (outcome.Code, outcome.Failure?.RetryAfter));
        var record = Assert.Single(server.Records);
        Assert.Equal(1, record.Attempts);
        Assert.True(record.Duration < TimeSpan.FromSeconds(9), $"{record.Duration}");
    }

    [Fact]
    public async Task Reads_when_the_failure_stays_stop_within_the_budget_and_the_limit_of_attempts()
    {
        await using var server = await AnsweringAsync(Answer(503, "", Json, ("Retry-After", "0")));
        var outcome = await server.Admin.ListWebhooksAsync(server.Access, Cancel);
        Assert.Equal(("server-error", 503), (outcome.Code, outcome.Failure?.Status));
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(5, Assert.Single(server.Records).Attempts);
    }

    [Fact]
    public async Task Reads_when_an_answer_comes_and_then_none_are_unreachable_within_one_budget()
    {
        var budget = TimeSpan.FromMilliseconds(600);
        await using var server = await StartAsync([Answer(503), Hang], budget, null);
        Assert.Equal("unreachable", (await server.Admin.ProbeAsync(server.Access, Cancel)).Code);
        Assert.InRange(Assert.Single(server.Records).Duration, budget - TimeSpan.FromMilliseconds(20), budget * 10);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(423)]
    [InlineData(430)]
    [InlineData(302)]
    public async Task Reads_when_the_failure_can_not_pass_ask_once(int status)
    {
        await using var server = await AnsweringAsync(Answer(status, "", Json, ("Retry-After", "0")));
        Assert.False((await server.Admin.ProbeAsync(server.Access, Cancel)).IsOk);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Changes_are_sent_once_whatever_happens()
    {
        foreach (var answer in Passing)
        {
            await using var server = await AnsweringAsync(answer);
            var access = server.Access;
            Assert.False((await server.Admin.UninstallAsync(access, Cancel)).IsOk);
            Assert.False((await server.Admin.RevokeAccessAsync(access, Cancel)).IsOk);
            Assert.False((await server.Admin.DeleteWebhookAsync(access, "gid://1", Cancel)).IsOk);
            var wanted = new WebhookSubscriptionInput { Topic = "app/uninstalled", Uri = "https://app.example/" };
            Assert.False((await server.Admin.CreateWebhookAsync(access, wanted, Cancel)).IsOk);
            Assert.False((await server.Admin.UpdateWebhookAsync(access, "gid://1", wanted, Cancel)).IsOk);
            Assert.Equal(5, server.Requests.Count);
        }
    }

    [Fact]
    public async Task Reads_under_a_permit_are_sent_once()
    {
        foreach (var answer in Passing)
        {
            await using var server = await AnsweringAsync(answer, Answer(200, AdminBodies.Probe));
            var outcome = await server.Admin.ProbeAsync(server.Access with { SingleAttempt = true }, Cancel);
            Assert.False(outcome.IsOk);
            Assert.Equal(1, Assert.Single(server.Records).Attempts);
        }
    }

    [Fact]
    public async Task Observers_are_told_the_cost()
    {
        await using var server = await AnsweringAsync(Answer(200, AdminBodies.Probe), Answer(200, Throttled));
        await server.Admin.ProbeAsync(server.Access, Cancel);
        await server.Admin.UninstallAsync(server.Access, Cancel);
        Assert.Equal(new AdminCallCost(3, 2, 1998, 100, 2000), server.Records[0].Cost);
        Assert.Equal(new AdminCallCost(52, null, 32, 100, 2000), server.Records[1].Cost);
        Assert.Equal(["currentAppInstallation", "appUninstall"], server.Records.Select(record => record.Operation));
    }
}
