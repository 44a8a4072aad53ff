using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>
/// The work of one kind of job. Register it with <c>services.AddSingleton&lt;IJobHandler, …&gt;()</c>. It runs at least once;
/// it honours the token, which is cancelled when the job is cancelled, its lease is lost or the service stops.
/// </summary>
public interface IJobHandler
{
    /// <summary>The kind, kebab-case, such as <c>catalog-sync</c>.</summary>
    string Kind { get; }

    /// <summary>True when the embedded app may start it with a session token.</summary>
    bool StartableFromSession => false;

    /// <summary>
    /// Does the work. Return to end well; throw <see cref="JobFailedException"/> to fail with a code of your own; any other
    /// exception is a failure too, and is tried again with backoff.
    /// </summary>
    Task RunAsync(JobContext context, CancellationToken cancellationToken);
}

/// <summary>A job as its handler sees it.</summary>
public sealed record JobContext
{
    /// <summary>The job's id: the idempotency key for outward effects.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The installation it works for.</summary>
    public required Installation Installation { get; init; }

    /// <summary>The arguments it was enqueued with.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Tells how far the work is; stored with the next renewal of the lease.</summary>
    public required Action<JobProgress> Report { get; init; }
}

/// <summary>A failure with a stable code, which is all that is stored of it.</summary>
public sealed class JobFailedException(string code, bool retry = true, TimeSpan? retryAfter = null)
    : Exception($"The job failed ({code}).")
{
    /// <summary>A stable kebab-case code.</summary>
    public string Code { get; } = code;

    /// <summary>False when another attempt can't help.</summary>
    public bool Retry { get; } = retry;

    /// <summary>How long to wait before the next attempt; null for the usual backoff.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
