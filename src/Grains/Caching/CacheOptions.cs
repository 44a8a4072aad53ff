using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Grains.Caching;

/// <summary>What the cache takes, and what it keeps in this silo's memory: section <c>Cache</c>.</summary>
public sealed class CacheOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cache";

    private const string OutOfRange = "Cache:{0} is from {1} to {2}; set it within.";

    /// <summary>Longest key, in characters. Default 256; 1 to 1,024.</summary>
    [Range(1, 1_024, ErrorMessage = OutOfRange)]
    public int MaximumKeyLength { get; set; } = 256;

    /// <summary>Longest value, in bytes. Default 256 KiB; 1 to 4 MiB.</summary>
    [Range(1, 4 * 1_024 * 1_024, ErrorMessage = OutOfRange)]
    public int MaximumValueBytes { get; set; } = 256 * 1_024;

    /// <summary>Longest lifetime of an entry. Default 1 d; 1 s to 30 d.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan MaximumLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long a silo answers from its own memory before it asks the shared level again: for so long it may not see
    /// what another silo wrote. Default 5 s; 0 keeps nothing in memory; to 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = OutOfRange)]
    public TimeSpan MemoryLifetime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How much of its memory a silo gives to entries of all installations together; the least recently used go first.
    /// Default 64 MiB; 0 to 4 GiB.
    /// </summary>
    [Range(0L, 4L * 1_024 * 1_024 * 1_024, ErrorMessage = OutOfRange)]
    public long MemoryBytes { get; set; } = 64 * 1_024 * 1_024;
}
