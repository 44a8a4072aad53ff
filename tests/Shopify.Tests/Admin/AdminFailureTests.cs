using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Shopify.Admin;
using static Shopkeeper.Shopify.Tests.Http.ShopifyServer;

namespace Shopkeeper.Shopify.Tests.Admin;

public sealed class AdminFailureTests
{
    private const string Html = "<!DOCTYPE html><html><body>secret-in-a-page</body></html>";
    private static readonly TimeSpan ShortBudget = TimeSpan.FromMilliseconds(400);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(300, "redirected")]
    [InlineData(301, "redirected")]
    [InlineData(302, "redirected")]
    [InlineData(307, "redirected")]
    [InlineData(308, "redirected")]
    [InlineData(400, "refused")]
    [InlineData(401, "unauthorized")]
    [InlineData(402, "frozen")]
    [InlineData(403, "forbidden")]
    [InlineData(404, "not-found")]
    [InlineData(406, "refused")]
    [InlineData(422, "refused")]
    [InlineData(423, "locked")]
    [InlineData(429, "throttled")]
    [InlineData(430, "rejected")]
    [InlineData(500, "server-error")]
    [InlineData(502, "server-error")]
    [InlineData(503, "server-error")]
    [InlineData(504, "server-error")]
    [InlineData(599, "server-error")]
    public async Task Every_call_when_the_status_is_an_error_says_the_same_whatever_the_body(int status, string code)
    {
        foreach (var body in new[] { """{"errors":"[API] secret-in-a-body"}""", Html, "", "\0\u0001", "[1]", "{" })
        {
            await using var server = await AnsweringAsync(
                Answer(status, body, "text/html", ("Location", "http://127.0.0.1:1/")));
            var access = server.Access with { SingleAttempt = true };
            AdminFailure?[] failures =
            [
                (await server.Admin.ProbeAsync(access, Cancel)).Failure,
                (await server.Admin.ListWebhooksAsync(access, Cancel)).Failure,
                (await server.Admin.DeleteWebhookAsync(access, "gid://shopify/WebhookSubscription/1", Cancel)).Failure,
                (await server.Admin.UninstallAsync(access, Cancel)).Failure,
                (await server.Admin.RevokeAccessAsync(access, Cancel)).Failure,
                (await server.Admin.ReadProductsAsync(access, null, 250, Cancel)).Failure,
            ];
            Assert.All(failures, failure => Assert.Equal((code, status), (failure?.Code, failure?.Status)));
            Assert.Equal(failures.Length, server.Requests.Count);
            foreach (var record in server.Records)
                Assert.Equal((code, status, 1), (record.Outcome, record.Status, record.Attempts));
            foreach (var failure in failures)
                Assert.DoesNotContain("secret", failure!.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Html)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":{"currentAppInstallation":null,"shop":null}}""")]
    [InlineData("""{"data":{"currentAppInstallation":{"id":"gid://shopify/AppInstallation/1"},"shop":{"id":7}}}""")]
    [InlineData("""{"data":{"currentAppInstallation":{"id":"\ud800"}}}""")]
    [InlineData("""{"data":{"currentAppInstallation":{"id":"a"}}""")]
    public async Task ProbeAsync_when_a_success_has_another_shape_is_unreadable_and_not_retried(string body)
    {
        await using var server = await AnsweringAsync(Answer(200, body));
        var outcome = await server.Admin.ProbeAsync(server.Access, Cancel);
        Assert.Equal(("unreadable", 200), (outcome.Code, outcome.Failure?.Status));
        Assert.True(outcome.Failure?.MayHaveHappened);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(200, "", "ok")]
    [InlineData(200, "{}", "ok")]
    [InlineData(204, null, "ok")]
    [InlineData(200, Html, "unreadable")]
    public async Task RevokeAccessAsync_counts_an_empty_answer_and_no_page(int status, string? body, string code)
    {
        await using var server = await AnsweringAsync(body is null
            ? context => { context.Response.StatusCode = status; return Task.CompletedTask; }
            : Answer(status, body));
        Assert.Equal(code, (await server.Admin.RevokeAccessAsync(server.Access, Cancel)).Code);
        var request = Assert.Single(server.Requests);
        Assert.Equal(
            ("DELETE", "/blue.myshopify.com/admin/api_permissions/current.json"), (request.Method, request.Path));
        Assert.Equal("shpat_canary", request.Headers["X-Shopify-Access-Token"]);
    }

    [Theory]
    [InlineData("""[{"message":"m","extensions":{"code":"ACCESS_DENIED"}}]""", "refused-access-denied")]
    [InlineData("""[{"message":"m","extensions":{"code":"MAX_COST_EXCEEDED"}}]""", "refused-max-cost-exceeded")]
    [InlineData("""[{"message":"m","extensions":{"code":"SHOP_INACTIVE"}}]""", "frozen")]
    [InlineData("""[{"message":"m","extensions":{"code":"THROTTLED"}}]""", "throttled")]
    [InlineData("""[{"message":"m","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]""", "server-error")]
    [InlineData("""[{"message":"m","extensions":{"code":"shop blue.myshopify.com says no"}}]""", "refused")]
    [InlineData("""[{"message":"shpat_canary"}]""", "refused")]
    [InlineData("""[{"message":"m","extensions":{"code":17}},7,null]""", "refused")]
    [InlineData("\"[API] Invalid API key or access token\"", "refused")]
    [InlineData("""{"base":["no"]}""", "refused")]
    public async Task ProbeAsync_when_GraphQL_answers_errors_names_only_a_code(string errors, string code)
    {
        await using var server = await AnsweringAsync(
            Answer(200, $$$"""{"errors":{{{errors}}},"data":{"shop":null}}"""));
        var outcome = await server.Admin.ProbeAsync(server.Access with { SingleAttempt = true }, Cancel);
        Assert.Equal(code, outcome.Code);
        Assert.Equal(code, Assert.Single(server.Records).Outcome);
    }

    [Fact]
    public async Task ProbeAsync_when_the_server_hangs_is_unreachable_after_the_budget()
    {
        await using var server = await StartAsync([Hang], ShortBudget, null);
        var outcome = await server.Admin.ProbeAsync(server.Access, Cancel);
        Assert.Equal("unreachable", outcome.Code);
        Assert.Null(outcome.Failure?.Status);
        var record = Assert.Single(server.Records);
        Assert.InRange(record.Duration, ShortBudget - TimeSpan.FromMilliseconds(20), ShortBudget * 10);
    }

    [Fact]
    public async Task ProbeAsync_when_the_body_never_ends_is_unreachable_after_the_budget()
    {
        await using var server = await StartAsync(
            [
                async context =>
                {
                    await context.Response.WriteAsync("{\"data\":", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Hang(context);
                },
            ],
            ShortBudget,
            null);
        Assert.Equal("unreachable", (await server.Admin.ProbeAsync(server.Access, Cancel)).Code);
    }

    [Fact]
    public async Task UninstallAsync_when_the_connection_drops_may_have_happened_and_is_not_repeated()
    {
        await using var server = await AnsweringAsync(Drop);
        var outcome = await server.Admin.UninstallAsync(server.Access, Cancel);
        Assert.Equal(("unreachable", true), (outcome.Code, outcome.Failure?.MayHaveHappened));
        Assert.Equal(1, Assert.Single(server.Records).Attempts);
    }

    [Fact]
    public async Task ProbeAsync_when_the_body_is_cut_off_is_unreachable()
    {
        await using var server = await StartAsync(
            [
                async context =>
                {
                    context.Response.ContentLength = 1_000;
                    await context.Response.WriteAsync("{\"data\":", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    context.Abort();
                },
            ],
            ShortBudget,
            null);
        Assert.Equal("unreachable", (await server.Admin.ProbeAsync(server.Access, Cancel)).Code);
    }

    [Fact]
    public async Task ProbeAsync_when_the_body_is_huge_is_unreadable()
    {
        var body = $$"""{"x":"{{new string('x', 9 * 1024 * 1024)}}"}""";
        await using var server = await AnsweringAsync(Answer(200, body));
        Assert.Equal("unreadable", (await server.Admin.ProbeAsync(server.Access, Cancel)).Code);
    }

    [Fact]
    public async Task ProbeAsync_when_nobody_listens_or_the_name_is_unknown_is_unreachable()
    {
        foreach (var address in new[] { "http://127.0.0.1:1", "https://nobody.invalid" })
        {
            await using var services = Services(address, ShortBudget);
            var access = new AdminAccess(ShopDomain.Parse("blue.myshopify.com"), new AccessToken("t"));
            var outcome = await services.GetRequiredService<IAdminClient>().ProbeAsync(access, Cancel);
            Assert.Equal("unreachable", outcome.Code);
        }
    }

    [Fact]
    public async Task ProbeAsync_when_the_answer_is_not_HTTP_is_unreadable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = Task.Run(
            async () =>
            {
                using var socket = await listener.AcceptSocketAsync(Cancel);
                await socket.ReceiveAsync(new byte[64 * 1024], Cancel);
                await socket.SendAsync("SSH-2.0-OpenSSH_9.9\r\n\r\n"u8.ToArray(), Cancel);
            },
            Cancel);
        await using var services = Services($"http://{listener.LocalEndpoint}", TimeSpan.FromSeconds(10));
        var access = new AdminAccess(ShopDomain.Parse("blue.myshopify.com"), new AccessToken("t"));
        var outcome = await services.GetRequiredService<IAdminClient>().ProbeAsync(access, Cancel);
        await served;
        Assert.Equal("unreadable", outcome.Code);
    }

    [Fact]
    public async Task ProbeAsync_when_the_caller_cancels_throws_and_still_reports_the_call()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var server = await AnsweringAsync(async context =>
        {
            await cancellation.CancelAsync();
            await Hang(context);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => server.Admin.ProbeAsync(server.Access, cancellation.Token));
        Assert.Equal("cancelled", Assert.Single(server.Records).Outcome);
    }
}
