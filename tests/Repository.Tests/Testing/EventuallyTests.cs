using Shopkeeper.Testing;

namespace Shopkeeper.Repository.Tests.Testing;

public sealed class EventuallyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_when_the_condition_is_met_late_returns()
    {
        var tries = 0;
        await Eventually.UntilAsync("the third try comes", () => ++tries == 3, cancellationToken: Cancellation);

        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Wait_when_the_deadline_passes_says_what_was_awaited_and_seen()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Eventually.PollAsync(
            "the count reaches two", () => Task.FromResult(1), count => count == 2, Soon, Cancellation));

        Assert.Contains("that the count reaches two; the last value was 1.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_when_the_condition_throws_carries_the_last_exception()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Eventually.GetAsync<string>(
            "it answers", () => throw new InvalidOperationException("not yet there"), Soon, Cancellation));

        Assert.Contains("not yet there", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public async Task Wait_when_cancelled_ends_at_once()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = Eventually.UntilAsync("never", () => false, cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public void Ports_when_drawn_often_never_repeat()
    {
        var ports = Enumerable.Range(0, 100).Select(_ => FreePort.Next()).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
    }

    [Fact]
    public void Temporary_folder_when_disposed_is_gone_with_its_content()
    {
        string path;
        using (var folder = new TemporaryFolder())
        {
            path = folder.Path;
            File.WriteAllText(folder.Combine("file"), "");
            if (!OperatingSystem.IsWindows())
                Assert.Equal("UserExecute, UserWrite, UserRead", File.GetUnixFileMode(path).ToString());
        }

        Assert.False(Directory.Exists(path));
    }
}
