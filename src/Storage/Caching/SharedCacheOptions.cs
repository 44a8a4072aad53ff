using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Storage.Caching;

/// <summary>The shared level of the cache: section <c>Cache</c>.</summary>
public sealed class SharedCacheOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cache";

    /// <summary>
    /// Where Redis is, as <c>host:port,password=…,ssl=true</c>
    /// (https://stackexchange.github.io/StackExchange.Redis/Configuration). All silos set the same. Empty: the
    /// database's table <c>cache_entries</c>.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>
    /// How many entries an installation may have; a further one takes the place of the one that would expire next.
    /// Default 10,000; 1 to 100,000.
    /// </summary>
    [Range(1, 100_000, ErrorMessage = "Cache:{0} is from {1} to {2}; set it within.")]
    public int EntriesPerInstallation { get; set; } = 10_000;
}
