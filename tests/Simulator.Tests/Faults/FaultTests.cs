using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.Faults;

public sealed class FaultTests : SimulatorTest
{
    private const string Uninstall = "mutation { appUninstall { userErrors { code } } }";
    private const string ReadShop = "{ shop { id } }";

    [Theory]
    [InlineData(402, "Unavailable Shop")]
    [InlineData(423, "locked")]
    [InlineData(503, "Internal Server Error")]
    public async Task Status_fault_strikes_its_operation_as_often_as_asked_and_no_other(int status, string body)
    {
        var token = await InstallAsync();
        await Control.AddFaultAsync(new Fault { Operation = "shop", Status = status, Times = 2 }, Cancel);

        using var spared = await QueryAsync(Shop, token, "{ currentAppInstallation { id } }");
        using var first = await QueryAsync(Shop, token, ReadShop);
        using var second = await QueryAsync(Shop, token, ReadShop);
        using var third = await QueryAsync(Shop, token, ReadShop);

        Assert.Equal([200, status, status, 200],
            new[] { spared, first, second, third }.Select(response => (int)response.StatusCode));
        Assert.Contains(body, await first.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(2, Assert.Single(await Control.ListFaultsAsync(Cancel)).Hits);
    }

    [Fact]
    public async Task Fault_of_one_shop_leaves_the_neighbour_alone()
    {
        await Control.AddFaultAsync(new Fault { Shop = Shop, Status = 500 }, Cancel);
        var struck = await InstallAsync();
        var spared = await InstallAsync(Neighbour);

        using var bad = await QueryAsync(Shop, struck, ReadShop);
        using var good = await QueryAsync(Neighbour, spared, ReadShop);

        Assert.Equal([500, 200], [(int)bad.StatusCode, (int)good.StatusCode]);
    }

    [Fact]
    public async Task Aborted_call_has_no_answer_and_after_its_effect_the_effect_stands()
    {
        var token = await InstallAsync();
        await Control.AddFaultAsync(
            new Fault { Operation = "appUninstall", Kind = FaultKind.Abort, AfterEffect = true, Times = 1 }, Cancel);

        await Assert.ThrowsAsync<HttpRequestException>(() => QueryAsync(Shop, token, Uninstall));

        Assert.Null((await Control.GetShopAsync(Shop, Cancel)).InstallationId);
        var call = Assert.Single(await Control.ListCallsAsync(Shop, "appUninstall", Cancel));
        Assert.Null(call.Status);
        Assert.NotNull(call.FaultId);
        using var repeated = await QueryAsync(Shop, token, Uninstall);
        Assert.Equal(401, (int)repeated.StatusCode);
    }

    [Fact]
    public async Task Aborted_call_before_its_effect_has_none()
    {
        var token = await InstallAsync();
        await Control.AddFaultAsync(
            new Fault { Operation = "appUninstall", Kind = FaultKind.Abort, Times = 1 }, Cancel);

        await Assert.ThrowsAsync<HttpRequestException>(() => QueryAsync(Shop, token, Uninstall));

        Assert.NotNull((await Control.GetShopAsync(Shop, Cancel)).InstallationId);
    }

    [Fact]
    public async Task Status_after_the_effect_replaces_the_answer()
    {
        var token = await InstallAsync();
        await Control.AddFaultAsync(new Fault { Operation = "appUninstall", Status = 502, AfterEffect = true }, Cancel);

        using var response = await QueryAsync(Shop, token, Uninstall);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Null((await Control.GetShopAsync(Shop, Cancel)).InstallationId);
    }

    [Fact]
    public async Task Hanging_call_ends_when_the_caller_gives_up()
    {
        var token = await InstallAsync();
        await Control.AddFaultAsync(new Fault { Operation = "shop", Kind = FaultKind.Hang }, Cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, AdminUrl(Shop, "api/2026-10/graphql.json"));
        request.Headers.Add("X-Shopify-Access-Token", token);
        request.Content = JsonContent.Create(new { query = ReadShop });

        var call = Http.SendAsync(request, patience.Token);
        await Control.WaitForCallsAsync(1, TimeSpan.FromSeconds(30), Shop, "shop", Cancel);

        Assert.False(call.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Latency_delays_the_right_answer()
    {
        var token = await InstallAsync();
        await Control.AddFaultAsync(
            new Fault { Kind = FaultKind.Latency, Latency = TimeSpan.FromMilliseconds(300) }, Cancel);
        var started = Stopwatch.GetTimestamp();

        await DataAsync(Shop, token, ReadShop);

        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(290));
    }

    [Fact]
    public async Task Html_redirect_and_throttling_look_as_they_do_at_shopify()
    {
        var token = await InstallAsync();
        await Control.AddFaultAsync(new Fault { Kind = FaultKind.Html, Status = 503, Times = 1 }, Cancel);
        await Control.AddFaultAsync(new Fault { Kind = FaultKind.Redirect, Times = 1 }, Cancel);
        await Control.AddFaultAsync(new Fault { Kind = FaultKind.Throttled, Times = 2 }, Cancel);

        using var html = await QueryAsync(Shop, token, ReadShop);
        using var redirect = await QueryAsync(Shop, token, ReadShop);
        using var throttled = await QueryAsync(Shop, token, ReadShop);
        var (status, _) = await TokenAsync(Shop, ("code", "any"));

        Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
        Assert.Equal(503, (int)html.StatusCode);
        Assert.Equal("elsewhere.example", redirect.Headers.Location!.Host);
        var answer = await throttled.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal("THROTTLED",
            answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(429, status);
    }

    [Fact]
    public async Task Fault_may_let_calls_pass_first_and_carry_headers_and_a_body()
    {
        var token = await InstallAsync();
        await Control.AddFaultAsync(new Fault
        {
            Operation = "graphql", Status = 429, Skip = 1, Body = "slow down", ContentType = "text/plain",
            Headers = new Dictionary<string, string> { ["Retry-After"] = "7" },
        }, Cancel);

        using var passed = await QueryAsync(Shop, token, ReadShop);
        using var struck = await QueryAsync(Shop, token, ReadShop);

        Assert.Equal([200, 429], [(int)passed.StatusCode, (int)struck.StatusCode]);
        Assert.Equal("7", struck.Headers.GetValues("Retry-After").Single());
        Assert.Equal("slow down", await struck.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Fault_of_one_grant_spares_the_others()
    {
        var code = (await Control.InstallAsync(Shop, new InstallRequest { Kind = InstallKind.Code }, Cancel)).Code!;
        await Control.AddFaultAsync(new Fault { Operation = "oauth/access_token/refresh_token", Status = 500 }, Cancel);

        var (refresh, _) = await TokenAsync(Shop, ("grant_type", "refresh_token"), ("refresh_token", "any"));
        var (exchange, _) = await TokenAsync(Shop, ("code", code));

        Assert.Equal([500, 200], [refresh, exchange]);
    }

    [Theory]
    [InlineData(ShopStatus.Frozen, 402)]
    [InlineData(ShopStatus.Locked, 423)]
    [InlineData(ShopStatus.Closed, 404)]
    public async Task Shop_that_is_not_open_answers_so_and_keeps_the_installation(ShopStatus state, int status)
    {
        var token = await InstallAsync();
        await Control.ChangeShopAsync(Shop, new ShopChange { Status = state }, Cancel);

        using var refused = await QueryAsync(Shop, token, Uninstall);
        await Control.ChangeShopAsync(Shop, new ShopChange { Status = ShopStatus.Open }, Cancel);

        Assert.Equal(status, (int)refused.StatusCode);
        await DataAsync(Shop, token, ReadShop);
    }
}
