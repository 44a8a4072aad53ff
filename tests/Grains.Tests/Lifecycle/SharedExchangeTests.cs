using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Lifecycle;

/// <summary>One exchange for all who ask at once, and for a while for those whose token was refused.</summary>
public sealed class SharedExchangeTests
{
    private static readonly InstallReply Installed = new() { Outcome = InstallOutcome.Installed };
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private readonly SharedExchange _shared;
    private int _begun;

    public SharedExchangeTests() => _shared = new SharedExchange(Options.Create(new InstallOptions()), _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_that_come_while_one_runs_share_it_and_the_next_begins_anew()
    {
        var gate = new TaskCompletionSource<InstallReply>();
        var joined = Enumerable.Range(0, 5).Select(index => JoinAsync($"token-{index}", gate.Task)).ToArray();
        Assert.Equal(1, _begun);
        gate.SetResult(Installed);
        Assert.All(await Task.WhenAll(joined), reply => Assert.Same(Installed, reply));

        await JoinAsync("token-9", Task.FromResult(Installed));
        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task Request_that_is_given_up_does_not_stop_the_exchange_of_the_others()
    {
        var gate = new TaskCompletionSource<InstallReply>();
        using var tab = new CancellationTokenSource();
        var closed = _shared.JoinAsync(new AccessToken("a"), () => Begin(gate.Task), tab.Token);
        var open = JoinAsync("b", gate.Task);
        await tab.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closed);
        gate.SetResult(Installed);
        Assert.Same(Installed, await open);
        Assert.Equal(1, _begun);
    }

    [Fact]
    public async Task Exchange_that_fails_fails_those_who_shared_it_and_nobody_after()
    {
        var gate = new TaskCompletionSource<InstallReply>();
        var joined = Enumerable.Range(0, 3).Select(_ => JoinAsync("a", gate.Task)).ToArray();
        gate.SetException(new TimeoutException());
        foreach (var one in joined) await Assert.ThrowsAsync<TimeoutException>(() => one);
        Assert.Same(Installed, await JoinAsync("a", Task.FromResult(Installed)));
    }

    [Fact]
    public async Task Token_that_was_too_old_is_no_word_on_those_who_waited_with_another()
    {
        var gate = new TaskCompletionSource<InstallReply>();
        var old = JoinAsync("old", gate.Task);
        var fresh = _shared.JoinAsync(
            new AccessToken("fresh"), () => Begin(Task.FromResult(Installed)), Cancellation);
        gate.SetResult(Refused(InstallCodes.InvalidSubjectToken));
        Assert.Equal(InstallCodes.InvalidSubjectToken, (await old).Code);
        Assert.Same(Installed, await fresh);
    }

    [Fact]
    public async Task Shop_without_the_app_is_answered_so_to_all_who_waited_and_for_a_while_to_the_same_token()
    {
        var gate = new TaskCompletionSource<InstallReply>();
        var one = JoinAsync("a", gate.Task);
        var other = JoinAsync("b", gate.Task);
        gate.SetResult(Refused(InstallCodes.AppNotInstalled));
        Assert.Equal((await one).Code, (await other).Code);

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(InstallCodes.AppNotInstalled, (await JoinAsync("a", Task.FromResult(Installed))).Code);
        Assert.Same(Installed, await JoinAsync("b", Task.FromResult(Installed)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(Installed, await JoinAsync("a", Task.FromResult(Installed)));
        Assert.Equal(3, _begun);
    }

    [Fact]
    public async Task Silence_is_answered_for_a_moment_to_everybody()
    {
        var silent = new InstallReply { Outcome = InstallOutcome.Unavailable, Code = "unreachable" };
        await JoinAsync("a", Task.FromResult(silent));
        Assert.Same(silent, await JoinAsync("b", Task.FromResult(Installed)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(Installed, await JoinAsync("b", Task.FromResult(Installed)));
    }

    [Fact]
    public async Task Refusals_that_are_remembered_do_not_grow_without_end()
    {
        for (var token = 0; token < 1_000; token++)
            await JoinAsync($"{token}", Task.FromResult(Refused(InstallCodes.AppNotInstalled)));
        Assert.Same(Installed, await JoinAsync("0", Task.FromResult(Installed)));
        Assert.Equal(InstallCodes.AppNotInstalled, (await JoinAsync("999", Task.FromResult(Installed))).Code);
    }

    private static InstallReply Refused(string code) => new() { Outcome = InstallOutcome.Refused, Code = code };

    private Task<InstallReply> JoinAsync(string token, Task<InstallReply> exchange) =>
        _shared.JoinAsync(new AccessToken(token), () => Begin(exchange), Cancellation);

    private Task<InstallReply> Begin(Task<InstallReply> exchange)
    {
        _begun++;
        return exchange;
    }
}
