using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.Subscriptions;

public sealed class DeployAnnouncementTests
{
    [Fact]
    public async Task Announcement_that_met_what_nobody_expected_is_made_again_and_does_not_stop_the_host()
    {
        var cancel = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider();
        var checks = new FakeSubscriptionChecks { Fault = new InvalidOperationException("nobody expected it") };
        using var announcement = new DeployAnnouncement(
            checks, new WantedSet([], []), Options.Create(new SubscriptionOptions()), clock,
            NullLogger<DeployAnnouncement>.Instance);
        await announcement.StartAsync(cancel);
        await Eventually.UntilAsync(
            "it was tried", () => checks.Announced > 0 || announcement.ExecuteTask!.IsCompleted,
            cancellationToken: cancel);

        checks.Fault = null;
        await Eventually.UntilAsync(
            "it is made",
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(2));
                return announcement.ExecuteTask!.IsCompleted;
            },
            cancellationToken: cancel);

        Assert.True(announcement.ExecuteTask!.IsCompletedSuccessfully);
        Assert.True(checks.Announced > 1);
    }
}
