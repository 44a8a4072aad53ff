using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Compliance;
using Shopkeeper.Grains.Polling;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>The watchdog lives on, whatever it meets: what it throws would stop the silo.</summary>
public sealed class RedactWatchdogTests
{
    [Fact]
    public async Task Watchdog_that_met_what_nobody_expected_looks_again_and_does_not_stop_the_host()
    {
        var cancel = TestContext.Current.CancellationToken;
        var looks = 0;
        var time = new FakeTimeProvider(Samples.Now);
        var desk = new MemoryDesk(Samples.Request())
        {
            Watch = () => Interlocked.Increment(ref looks) == 1
                ? Task.FromException<int>(new CryptographicException("a key that the ring lost"))
                : Task.FromResult(0),
        };
        var options = Options.Create(new ComplianceOptions());
        using var watchdog = new RedactWatchdog(
            desk, new WorkSignals(time), options, time, NullLogger<RedactWatchdog>.Instance);
        await watchdog.StartAsync(cancel);

        await Eventually.UntilAsync(
            "it looks again",
            () =>
            {
                time.Advance(options.Value.WatchEvery);
                return Volatile.Read(ref looks) > 1 || watchdog.ExecuteTask!.IsCompleted;
            },
            cancellationToken: cancel);

        Assert.False(watchdog.ExecuteTask!.IsCompleted);
        await watchdog.StopAsync(cancel);
    }
}
