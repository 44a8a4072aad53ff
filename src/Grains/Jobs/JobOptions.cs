namespace Shopkeeper.Grains.Jobs;

/// <summary>How jobs run: section <c>Jobs</c> of the configuration.</summary>
public sealed class JobOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Jobs";

    /// <summary>How many jobs of one installation run at once, 1 to 100. Default 2.</summary>
    public int ConcurrencyPerInstallation { get; set; } = 2;

    /// <summary>
    /// How many jobs run at once on one silo, 1 to 1,000, those left behind included. Default 16. Each of them renews
    /// its lease in the database every <see cref="RenewEvery"/>.
    /// </summary>
    public int ConcurrencyPerSilo { get; set; } = 16;

    /// <summary>How many unfinished jobs one installation may have, 1 to 100,000. Default 1,000.</summary>
    public int QueueLimit { get; set; } = 1000;

    /// <summary>
    /// How long a runner holds a job without renewing, 100 ms to 10 min: what a killed silo's jobs wait for before
    /// another takes them, and how long the database may be away before a running job is put back. Default 6 s.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// How often a lease is renewed, progress stored and a cancellation noticed, 10 ms to 1 min. Default 1 s; a third
    /// of
    /// <see cref="Lease"/> where that is less.
    /// </summary>
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a job is tried before it has failed, 1 to 100. Default 5.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// The wait before the second attempt, 0 to 1 h; each further wait is four times as long, with a fifth more or less
    /// by chance. Default 10 s.
    /// </summary>
    public TimeSpan BackoffFirst { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest wait between attempts, at least <see cref="BackoffFirst"/>, at most 24 h. Default 15 min.
    /// </summary>
    public TimeSpan BackoffMaximum { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long a job that was told to stop may take. Afterwards it is left behind: its lease is renewed no more, and
    /// its slot stays taken until it returns. 0 to 1 min. Default 10 s. A stopping service waits as long.
    /// </summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often in a row a job waits, inside its attempt, for Shopify's rate limit to let it go on; 0 to 100. Default
    /// 10.
    /// </summary>
    public int ThrottleWaits { get; set; } = 10;

    /// <summary>The wait where Shopify tells none, 0 to 1 min. Default 2 s.</summary>
    public TimeSpan ThrottlePause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Exceptions for single kinds, by the kind's name.</summary>
    public IDictionary<string, JobKindOptions> Kinds { get; } =
        new Dictionary<string, JobKindOptions>(StringComparer.Ordinal);
}
