using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.Jobs;

/// <summary>A runner over a queue in memory, on a clock that the test moves.</summary>
internal sealed class RunnerBench : IDisposable
{
    public const string Kind = "work";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    // More than the continuations that follow one another in the runner when its timer fires.
    private const int Hops = 16;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public RunnerBench(Func<JobContext, CancellationToken, Task> work, Action<JobOptions>? change = null)
    {
        change?.Invoke(Options);
        Store = new FakeJobStore(Clock);
        Handler = new ScriptedHandler(Kind, work);
        Installations.Rows[Installation.Id] = Installation;
        Metrics = new JobMetrics(_services.GetRequiredService<IMeterFactory>());
        Runner = NewRunner();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));

    public JobOptions Options { get; } = new()
    {
        BackoffFirst = TimeSpan.FromSeconds(10),

        // Long beside a tick of the clock, which moves on whether or not a busy machine lets the runner keep up.
        Lease = TimeSpan.FromSeconds(30),
    };

    public FakeJobStore Store { get; }

    public FakeInstallationStore Installations { get; } = new();

    public FakeSignals Signals { get; } = new();

    public ScriptedHandler Handler { get; }

    public Installation Installation { get; } = FakeInstallationStore.Current();

    public JobMetrics Metrics { get; }

    public JobRunner Runner { get; }

    /// <summary>Another runner over the same queue: another silo.</summary>
    public JobRunner NewRunner()
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var threads = new JobThreads(TaskScheduler.Default);
        var execution = new JobExecution(
            Store, Installations, new JobKinds([Handler]), threads, options, Clock, Metrics,
            NullLogger<JobRunner>.Instance);
        return new JobRunner(execution, threads, Metrics, Signals, options, Clock, NullLogger<JobRunner>.Instance);
    }

    public async Task<Guid> EnqueueAsync(string kind = Kind, string arguments = "{}")
    {
        var job = new NewJob { Id = Guid.CreateVersion7(Clock.GetUtcNow()), Kind = kind, Arguments = arguments };
        await Store.EnqueueAsync(Installation.Id, job, TestContext.Current.CancellationToken);
        return job.Id;
    }

    /// <summary>Claims what is due and starts it, as the queue does.</summary>
    public async Task<IReadOnlyList<ClaimedJob>> ClaimAndStartAsync(JobRunner? runner = null, int limit = 1)
    {
        var who = runner ?? Runner;
        var claim = new JobClaim(who.Id, limit, Options.Lease);
        var claimed = await Store.ClaimAsync(Installation.Id, claim, TestContext.Current.CancellationToken);
        foreach (var job in claimed) who.Start(who.TryTakePlace()!, job);
        return claimed;
    }

    public async Task<Guid> StartOneAsync()
    {
        var job = await EnqueueAsync();
        await ClaimAndStartAsync();
        return job;
    }

    /// <summary>
    /// Moves the clock in small steps until the condition holds, with time between them for the runner to take each.
    /// </summary>
    public async Task MoveUntilAsync(string what, Func<bool> condition)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var pace = new PeriodicTimer(Pace, TimeProvider.System);
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Eventually.DeadlineDefault)
                throw new TimeoutException($"Awaited, moving the clock, that {what}.");
            Clock.Advance(Tick);
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);

            // On a busy machine the clock would run ahead of the runner: it waits in the same queue as that does.
            for (var hop = 0; hop < Hops; hop++) await Task.Run(() => { }, TestContext.Current.CancellationToken);
        }
    }

    public Task UntilAsync(string what, Func<bool> condition) =>
        Eventually.UntilAsync(what, condition, cancellationToken: TestContext.Current.CancellationToken);

    public void Dispose() => _services.Dispose();
}
