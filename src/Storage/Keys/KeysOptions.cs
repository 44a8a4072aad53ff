using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Storage.Keys;

/// <summary>Where the keys are, section <c>Keys</c>.</summary>
public sealed class KeysOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Keys";

    /// <summary>
    /// The folder of the key ring, the hash key and the certificate keys. Empty: <c>keys</c> below
    /// <c>Storage:DataDirectory</c>. Required with PostgreSQL, where all silos share it. Back it up apart from the
    /// database: who holds both reads everything, and who loses it reads nothing.
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>
    /// How many installations' data keys stay unwrapped in memory; 0 keeps none, as a front end without a silo does,
    /// which no teardown could tell to forget them. Default 10,000; 0 to 1,000,000.
    /// </summary>
    [Range(0, 1_000_000)]
    public int CachedDataKeys { get; set; } = 10_000;

    /// <summary>
    /// How long a data key stays unwrapped in memory at most, so that a silo that missed the end of an installation
    /// forgets its key all the same. Default 10 minutes; 1 second to 1 day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DataKeyLifetime { get; set; } = TimeSpan.FromMinutes(10);
}
