using Shopkeeper.Grains.Webhooks;

namespace Shopkeeper.Grains.Tests.Webhooks;

public sealed class RetryDelayTests
{
    [Fact]
    public void Delay_when_attempts_fail_doubles_up_to_its_maximum()
    {
        var options = new WebhooksOptions();

        var waits = Enumerable.Range(1, 10).Select(attempts => RetryDelay.After(attempts, options).TotalSeconds);

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300], waits);
    }
}
