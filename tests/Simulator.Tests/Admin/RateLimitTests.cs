using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.Admin;

public sealed class RateLimitTests : SimulatorTest
{
    private const string Dear = "{ products(first: 250) { nodes { id } } }";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero));

    private protected override SimulatorOptions Options =>
        base.Options with { Clock = _clock, EnforceRateLimit = true };

    [Theory]
    [InlineData("Basic", 100)]
    [InlineData("Advanced", 200)]
    [InlineData("Shopify Plus", 1000)]
    public async Task Bucket_empties_answers_throttled_and_fills_at_the_rate_of_the_plan(string plan, int rate)
    {
        var token = await InstallAsync();
        await Control.ChangeShopAsync(Shop, new ShopChange { Plan = plan }, Cancel);
        JsonElement answer;
        do answer = await AskAsync(token);
        while (!answer.TryGetProperty("errors", out _));

        Assert.Equal("THROTTLED", CodeOf(answer));
        var cost = answer.GetProperty("extensions").GetProperty("cost");
        Assert.Equal(JsonValueKind.Null, cost.GetProperty("actualQueryCost").ValueKind);
        var bucket = cost.GetProperty("throttleStatus");
        Assert.Equal(rate, bucket.GetProperty("restoreRate").GetInt32());
        Assert.Equal(rate * 20, bucket.GetProperty("maximumAvailable").GetInt32());

        var missing = cost.GetProperty("requestedQueryCost").GetDouble()
            - bucket.GetProperty("currentlyAvailable").GetDouble();
        _clock.Advance(TimeSpan.FromSeconds((missing / rate) - 0.05));
        Assert.Equal("THROTTLED", CodeOf(await AskAsync(token)));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False((await AskAsync(token)).TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task Query_that_costs_more_than_any_may_is_refused_with_its_cost()
    {
        var token = await InstallAsync();
        var many = string.Join(
            ' ', Enumerable.Range(0, 5).Select(index => $"p{index}: products(first: 250) {{ nodes {{ id }} }}"));

        using var response = await QueryAsync(Shop, token, $"{{ {many} }}");
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal("MAX_COST_EXCEEDED", CodeOf(answer));
        Assert.False(answer.TryGetProperty("data", out _));
    }

    private async Task<JsonElement> AskAsync(string token)
    {
        using var response = await QueryAsync(Shop, token, Dear);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static string? CodeOf(JsonElement answer) =>
        answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
}
