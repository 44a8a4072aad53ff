using Microsoft.Extensions.Logging.Abstractions;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>An operator of a world: orders something about its teardown, beside whatever process runs.</summary>
internal sealed class OperatorOrders(TeardownWorld world) : IWorkSignals
{
    /// <summary>How often somebody was told that there is work.</summary>
    public int Signals { get; private set; }

    public Task<TeardownOrderOutcome> RetryAsync() =>
        Orders().RetryAsync(world.Installation, TestContext.Current.CancellationToken);

    public Task<TeardownOrderOutcome> WaiveAsync(string step, string code, string? participant = null) =>
        Orders().WaiveAsync(
            world.Installation, new WaiveStep { Step = step, Code = code, Participant = participant },
            TestContext.Current.CancellationToken);

    public void Notify(WorkKind kind) => Signals++;

    public Task WaitAsync(WorkKind kind, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private TeardownOrders Orders()
    {
        var plan = new TeardownPlan(world.Steps());
        var run = new ParticipantRun(
            world.Time, TeardownWorld.Wrap(world.Options), NullLogger<ParticipantRun>.Instance);
        var remains = new WaivedRemains(plan, new ParticipantRoster(world.Participants), run, world.Time);
        return new TeardownOrders(world.Teardowns, plan, remains, this, world.Time);
    }
}
