using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Simulator.Tests.Webhooks;

public sealed class RedactTests : SimulatorTest
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero));

    private protected override SimulatorOptions Options => base.Options with
    {
        Clock = _clock, SendShopRedact = true, FirstRetryAfter = TimeSpan.FromMinutes(1),
    };

    [Fact]
    public async Task Redact_comes_48_hours_after_the_uninstall_and_not_before()
    {
        await InstallAsync();
        await Control.UninstallAsync(Shop, cancellationToken: Cancel);
        await App.WaitAsync(1);

        _clock.Advance(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        Assert.Empty(await Control.ListDeliveriesAsync(Shop, "shop/redact", Cancel));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var redact = (await App.WaitAsync(2))[1];

        Assert.Equal("shop/redact", redact.Topic);
        var body = JsonDocument.Parse(redact.Body).RootElement;
        Assert.Equal(["shop_id", "shop_domain"], body.EnumerateObject().Select(field => field.Name));
        Assert.Equal(Shop, body.GetProperty("shop_domain").GetString());
        AssertSigned(redact);
    }

    [Fact]
    public async Task Delayed_uninstall_kills_the_token_at_once_and_arrives_later()
    {
        var token = await InstallAsync();
        await Control.UninstallAsync(Shop, new UninstallRequest { Delay = TimeSpan.FromMinutes(5) }, Cancel);

        using var dead = await QueryAsync(Shop, token, "{ shop { id } }");
        Assert.Equal(401, (int)dead.StatusCode);
        await InstallAsync();
        Assert.Empty(App.Received);
        _clock.Advance(TimeSpan.FromMinutes(5));

        var late = Assert.Single(await App.WaitAsync(1));
        Assert.StartsWith("2026-10-01T12:00:00", late.Headers["X-Shopify-Triggered-At"]);
    }

    [Fact]
    public async Task Retries_wait_on_the_clock_and_double()
    {
        App.Answer = (_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await InstallAsync();
        var sent = Assert.Single(await Control.UninstallAsync(Shop, cancellationToken: Cancel));
        for (var retry = 0; retry < 8; retry++)
        {
            var (wanted, step) = (retry + 2, TimeSpan.FromMinutes(1 << retry) / 4);
            await Eventually.UntilAsync($"retry {retry} was made", () =>
            {
                if (App.Received.Count < wanted) _clock.Advance(step);
                return App.Received.Count >= wanted;
            }, cancellationToken: Cancel);
        }

        var delivery = await Control.WaitForDeliveryAsync(sent.Id, Eventually.DeadlineDefault, Cancel);
        Assert.Equal(DeliveryState.GivenUp, delivery.State);
        for (var retry = 0; retry < 8; retry++)
        {
            var wait = delivery.Attempts[retry + 1].At - delivery.Attempts[retry].At;
            Assert.True(wait >= TimeSpan.FromMinutes(1 << retry), $"Retry {retry} came after {wait}.");
        }
    }

    [Fact]
    public async Task Retries_come_as_many_times_faster_as_the_scale_says()
    {
        await using var hasty = await SimulatorHost.StartAsync(
            Options with { TimeScale = 3600, FirstRetryAfter = TimeSpan.FromHours(1), DeliveryRetries = 1 }, Cancel);
        App.Answer = (_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await hasty.Control.InstallAsync(Shop, cancellationToken: Cancel);
        await hasty.Control.UninstallAsync(Shop, cancellationToken: Cancel);
        await App.WaitAsync(1);

        await Eventually.UntilAsync("the retry was made", () =>
        {
            if (App.Received.Count < 2) _clock.Advance(TimeSpan.FromMilliseconds(250));
            return App.Received.Count >= 2;
        }, cancellationToken: Cancel);

        var tries = Assert.Single(await hasty.Control.ListDeliveriesAsync(Shop, cancellationToken: Cancel)).Attempts;
        Assert.InRange(tries[1].At - tries[0].At, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30));
    }
}
