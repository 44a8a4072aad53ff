using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.Messaging;
using Shopkeeper.Frontend.Repetition;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Sessions;

namespace Shopkeeper.Cluster.Tests.Repetition;

/// <summary>What the edge sends twice, and what it never does.</summary>
public sealed class EdgeRepetitionTests
{
    private static readonly MethodInfo Reading =
        typeof(IShopSessions).GetMethod(nameof(IShopSessions.CheckAsync))!;

    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(2) };

    public static TheoryData<Exception> Transient =>
    [
        new SiloUnavailableException("gone"), Rejection(), new ConnectionFailedException("refused"),
    ];

    public static TheoryData<MethodInfo> Unmarked =>
    [
        typeof(IJobQueue).GetMethod(nameof(IJobQueue.DispatchAsync))!,
        typeof(IInstaller).GetMethod(nameof(IInstaller.InstallWithCodeAsync))!,
        typeof(IShopLifecycle).GetMethod(nameof(IShopLifecycle.AcceptGrantAsync))!,
    ];

    [Theory, MemberData(nameof(Transient), DisableDiscoveryEnumeration = true)]
    public async Task Marked_call_when_its_silo_is_gone_is_sent_once_more(Exception failure)
    {
        foreach (var answers in (bool[])[true, false])
        {
            var call = new Call(Reading, failure) { Answers = answers };

            await RunAsync(call);

            Assert.Equal(2, call.Sent);
            Assert.Null(call.Response?.Exception);
        }
    }

    [Fact]
    public async Task Marked_call_when_it_fails_again_is_given_up()
    {
        var call = new Call(Reading, new SiloUnavailableException("1"), new SiloUnavailableException("2"));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => RunAsync(call));

        Assert.Equal(2, call.Sent);
    }

    [Fact]
    public async Task Marked_call_when_it_fails_by_itself_is_not_repeated()
    {
        foreach (var failure in (Exception[])[new TimeoutException(), new InvalidOperationException()])
        {
            var call = new Call(Reading, failure);

            await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(call));

            Assert.Equal(1, call.Sent);
        }
    }

    [Theory, MemberData(nameof(Unmarked), DisableDiscoveryEnumeration = true)]
    public async Task Unmarked_call_when_its_silo_is_gone_is_never_repeated(MethodInfo method)
    {
        var call = new Call(method, new SiloUnavailableException("gone"));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => RunAsync(call));

        Assert.Equal(1, call.Sent);
    }

    // Orleans alone makes it.
    private static OrleansMessageRejectionException Rejection() =>
        (OrleansMessageRejectionException)Activator.CreateInstance(
            typeof(OrleansMessageRejectionException), BindingFlags.Instance | BindingFlags.NonPublic, null, ["going"],
            null)!;

    // On the real clock its pause would be a second and a half each.
    private async Task RunAsync(Call call)
    {
        var repetition = new EdgeRepetition(_clock, NullLogger<EdgeRepetition>.Instance);
        var run = repetition.Invoke(call);
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }
        await run;
    }
}
