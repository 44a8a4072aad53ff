using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Storage.Compliance;

/// <summary>How long the compliance desk keeps what: section <c>Compliance</c>.</summary>
public sealed class ComplianceStorageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Compliance";

    /// <summary>
    /// Within what time a request has to be answered. Default and maximum 30 d, which Shopify demands
    /// (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance); at least 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan DueWithin { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For how long an export that nobody hands over, or that is never completed, is kept; then it is destroyed, and
    /// its request stalls, or is closed where the installation is erased. Default 30 d; 1 h to 90 d.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan KeepExportFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For how long a closed request is kept, as evidence: a keyed hash, ids, codes and counts. After the same time,
    /// from when it was recorded, one that stands still loses whom it is about. Default 365 d; 90 d to 3,650 d.
    /// </summary>
    [Range(typeof(TimeSpan), "90.00:00:00", "3650.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(365);
}
