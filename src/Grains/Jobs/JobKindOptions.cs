namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// What is different for one kind of job: <c>Jobs:Kinds:{kind}</c>. What is null is as for all kinds.
/// </summary>
public sealed class JobKindOptions
{
    /// <summary>
    /// How many jobs of the kind run at once for one installation, 1 to 100, within the limit for all its jobs.
    /// </summary>
    public int? ConcurrencyPerInstallation { get; set; }

    /// <summary>How often a job of the kind is tried, 1 to 100.</summary>
    public int? MaxAttempts { get; set; }
}
