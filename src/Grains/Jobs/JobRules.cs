using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>What runs when, and what becomes of an attempt. Pure: no clock, no chance, no store.</summary>
internal static class JobRules
{
    /// <summary>A kind that no handler on this silo knows: another release may.</summary>
    public const string UnknownKind = "unknown-kind";

    /// <summary>All attempts were begun and none came to an end.</summary>
    public const string AttemptsExhausted = "attempts-exhausted";

    /// <summary>Stored arguments that are no JSON object.</summary>
    public const string InvalidArguments = "invalid-arguments";

    private const double BackoffFactor = 4;
    private const double BackoffSpread = 0.2;

    private static readonly TimeSpan RetryAfterMaximum = TimeSpan.FromHours(24);

    /// <summary>How many more jobs may start for an installation.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="leased">Its jobs that run under a valid lease, anywhere.</param>
    /// <param name="here">Its attempts on this silo, those left behind included, whose lease may be over.</param>
    public static int Startable(JobOptions options, int leased, int here) =>
        Math.Max(0, options.ConcurrencyPerInstallation - Math.Max(leased, here));

    /// <summary>The kinds that run as often as they may, given the kinds of the attempts that run.</summary>
    public static IReadOnlyList<string> Saturated(JobOptions options, IReadOnlyList<string> running) =>
        options.Kinds
            .Where(kind => kind.Value.ConcurrencyPerInstallation is { } limit
                && running.Count(name => name == kind.Key) >= limit)
            .Select(kind => kind.Key)
            .ToArray();

    /// <summary>How often a kind is tried.</summary>
    public static int MaxAttempts(JobOptions options, string kind) =>
        options.Kinds.TryGetValue(kind, out var own) && own.MaxAttempts is { } most ? most : options.MaxAttempts;

    /// <summary>How often a lease is renewed.</summary>
    public static TimeSpan RenewEvery(JobOptions options) =>
        options.Lease / 3 < options.RenewEvery ? options.Lease / 3 : options.RenewEvery;

    /// <summary>The wait after an attempt.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">0 to 1: spreads the waits of jobs that failed together.</param>
    public static TimeSpan Backoff(JobOptions options, int attempt, double chance)
    {
        var wait = options.BackoffFirst.TotalSeconds * Math.Pow(BackoffFactor, Math.Min(attempt - 1, 30));
        var bounded = Math.Min(wait, options.BackoffMaximum.TotalSeconds);
        return TimeSpan.FromSeconds(bounded * (1 - BackoffSpread + (2 * BackoffSpread * chance)));
    }

    /// <summary>What becomes of an attempt that has ended.</summary>
    public static JobEnd End(JobOptions options, AttemptFacts facts)
    {
        switch (facts.Stop)
        {
            case JobStop.CancelRequested or JobStop.InstallationEnded:
                return new JobEnd(JobStatus.Cancelled, facts.Progress);
            case JobStop.ServiceStops or JobStop.LeaseLost when facts.Failure is not (null or JobFailedException):
                return Interrupted(facts);
        }

        return facts.Failure switch
        {
            null => new JobEnd(JobStatus.Completed, facts.Progress),
            InstallationEndedException ended when ended.Installation == facts.Job.Installation =>
                new JobEnd(JobStatus.Cancelled, facts.Progress),
            JobFailedException { Retry: true, SpendsAttempt: false } put => PutOff(options, facts, put),
            JobFailedException failed => Failed(options, facts, failed.Code, failed.Retry, failed.RetryAfter),
            var unexpected => Failed(options, facts, FailureCode.Of(unexpected), retry: true, retryAfter: null),
        };
    }

    // The job goes back without a wait and without an attempt spent: what stopped it was not its own doing.
    private static JobEnd Interrupted(AttemptFacts facts) =>
        new(JobStatus.Queued, facts.Progress, RetryAfter: TimeSpan.Zero) { SpendsAttempt = false };

    private static JobEnd PutOff(JobOptions options, AttemptFacts facts, JobFailedException put) => new(
        JobStatus.Queued, facts.Progress, Stored(put.Code), Wait(options, facts, put.RetryAfter))
    {
        SpendsAttempt = false,
    };

    private static string Stored(string code) => FailureCode.IsCode(code) ? code : FailureCode.Unnamed;

    private static TimeSpan Wait(JobOptions options, AttemptFacts facts, TimeSpan? retryAfter) =>
        retryAfter is { } asked
            ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, RetryAfterMaximum.Ticks))
            : Backoff(options, facts.Job.Attempt, facts.Chance);

    private static JobEnd Failed(JobOptions options, AttemptFacts facts, string code, bool retry, TimeSpan? retryAfter)
    {
        if (!retry || facts.Job.Attempt >= MaxAttempts(options, facts.Job.Kind))
            return new JobEnd(JobStatus.Failed, facts.Progress, Stored(code));
        return new JobEnd(JobStatus.Queued, facts.Progress, Stored(code), Wait(options, facts, retryAfter));
    }
}
