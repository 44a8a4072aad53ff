using Shopkeeper.Testing;

namespace Shopkeeper.Repository.Tests.Testing;

public sealed class ServiceProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_when_the_process_honours_the_request_returns_its_own_exit_code()
    {
        await using var process = Shell("trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.1; done");
        await process.WaitForOutputAsync("ready", cancellationToken: Cancellation);

        Assert.Equal(7, await process.StopAsync(cancellationToken: Cancellation));
        Assert.Equal("ready\nbye\n", process.ReadOutput());
    }

    [Fact]
    public async Task Stop_when_the_process_ignores_the_request_kills_it()
    {
        await using var process = Shell("trap '' TERM; echo ready; while :; do sleep 0.1; done");
        await process.WaitForOutputAsync("ready", cancellationToken: Cancellation);

        Assert.Equal(137, await process.StopAsync(TimeSpan.FromMilliseconds(200), Cancellation));
    }

    [Fact]
    public async Task Process_when_paused_writes_nothing_until_it_is_resumed()
    {
        using var folder = new TemporaryFolder();
        await using var process = Shell(
            $"echo ready; while [ ! -e {folder.Combine("go")} ]; do sleep 0.01; done; echo went");
        await process.WaitForOutputAsync("ready", cancellationToken: Cancellation);

        process.Pause();
        await File.WriteAllTextAsync(folder.Combine("go"), "", Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(
            () => process.WaitForOutputAsync("went", TimeSpan.FromMilliseconds(300), Cancellation));

        process.Resume();
        Assert.Equal(0, await process.WaitForExitAsync(cancellationToken: Cancellation));
        Assert.Contains("went", process.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_when_the_process_ends_first_fails_with_its_output()
    {
        await using var process = Shell("echo 'no such setting' >&2; exit 3");

        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => process.WaitForHttpAsync(url, cancellationToken: Cancellation));

        Assert.Contains("ended with 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no such setting", failure.Message, StringComparison.Ordinal);
    }

    private static ServiceProcess Shell(string script) => ServiceProcess.Run("shell", "sh", ["-c", script]);
}
