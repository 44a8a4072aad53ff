using System.Text.Json;

namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>
/// The work of one kind of job. Register it with <c>services.AddSingleton&lt;IJobHandler, …&gt;()</c>. It runs at least
/// once; it honours the token, which is cancelled when the job is cancelled, its lease is lost or the service stops.
/// </summary>
public interface IJobHandler
{
    /// <summary>The kind, kebab-case, such as <c>catalog-sync</c>.</summary>
    string Kind { get; }

    /// <summary>True when the embedded app may start it with a session token.</summary>
    bool StartableFromSession => false;

    /// <summary>
    /// Names of the participants in erasure whose stores the job writes to. Where one of them is keyed by shop, the job
    /// waits while an earlier stay of its shop is not yet erased there.
    /// </summary>
    IReadOnlyList<string> Participants => [];

    /// <summary>Checks arguments when a job is enqueued, so that whoever asks learns of a mistake at once.</summary>
    /// <returns>Null when they are fine, or a stable kebab-case code that names the mistake.</returns>
    string? Check(JsonElement arguments) => null;

    /// <summary>
    /// Does the work. Return to end well; throw <see cref="JobFailedException"/> to fail with a code of your own; any
    /// other exception is a failure too, and is tried again with backoff.
    /// </summary>
    Task RunAsync(JobContext context, CancellationToken cancellationToken);
}
