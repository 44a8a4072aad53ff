using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Runs this silo's jobs within a bound. Each attempt is a task that the runner keeps until it ends, whatever it does;
/// a stopping service tells all of them to stop and waits until their jobs are back in the queue.
/// </summary>
internal sealed class JobRunner : IJobRunner, IHostedLifecycleService
{
    private readonly ConcurrentDictionary<JobAttempt, Task> _attempts = new();
    private readonly JobExecution _execution;
    private readonly JobPlaces _places;
    private readonly JobMetrics _metrics;
    private readonly JobThreads _threads;
    private readonly IWorkSignals _signals;
    private readonly JobOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<JobRunner> _logger;
    private volatile bool _stopping;

    public JobRunner(
        JobExecution execution,
        JobThreads threads,
        JobMetrics metrics,
        IWorkSignals signals,
        IOptions<JobOptions> options,
        TimeProvider clock,
        ILogger<JobRunner> logger)
    {
        (_execution, _threads, _metrics, _signals) = (execution, threads, metrics, signals);
        (_options, _clock, _logger) = (options.Value, clock, logger);
        _places = new JobPlaces(_options.ConcurrencyPerSilo, clock);
        Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
    }

    public string Id { get; }

    public bool HasPlace => _places.HasFree;

    public JobPlace? TryTakePlace() => _places.TryTake();

    public IReadOnlyList<string> KindsOf(InstallationId installation) =>
        _attempts.Keys.Where(attempt => attempt.Job.Installation == installation)
            .Select(attempt => attempt.Job.Kind)
            .ToArray();

    public void Start(JobPlace place, ClaimedJob job)
    {
        var attempt = new JobAttempt(job, place);
        // It waits for its own entry, so that its end finds what to remove.
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The grain whose turn this is must not lend the job its context: no scheduler, no request, no trace.
        using (ExecutionContext.SuppressFlow())
            _attempts[attempt] = _threads.Run(() => RunAsync(attempt, entered.Task));
        entered.SetResult();
        if (_stopping) attempt.Tell(JobStop.ServiceStops);
    }

    public int Cancel(InstallationId installation, Guid? job)
    {
        var told = 0;
        foreach (var attempt in _attempts.Keys)
        {
            if (attempt.Job.Installation != installation || (job is not null && attempt.Job.Id != job)) continue;
            attempt.Tell(JobStop.CancelRequested);
            told++;
        }

        return told;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before anything else stops: jobs need the database and the silo to come to an end.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        foreach (var attempt in _attempts.Keys) attempt.Tell(JobStop.ServiceStops);
        return DrainAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var drained = _places.CloseAsync();
        var failure = await Boundary.TryAsync(() => drained.WaitAsync(_options.StopGrace, _clock, cancellationToken));
        if (failure is not null) JobRunnerLog.StoppedWith(_logger, _places.Taken);
    }

    private async Task RunAsync(JobAttempt attempt, Task entered)
    {
        await entered;
        _metrics.Started();
        var failure = await Boundary.TryAsync(() => _execution.RunAsync(attempt));
        if (failure is not null)
            JobRunnerLog.Broken(_logger, attempt.Job.Id, attempt.Job.Installation, FailureCode.Of(failure));
        _attempts.TryRemove(attempt, out _);
        attempt.Dispose();
        _metrics.Returned();
        _signals.Notify(WorkKind.Jobs);
    }
}
