using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Grains.Compliance;

/// <summary>How the compliance desk works: section <c>Compliance</c>. Delays scale down for tests.</summary>
public sealed class ComplianceOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Compliance";

    /// <summary>Wait after a participant's first failure; it doubles with each. Default 1 s, up to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan RetryFirst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait after a failure. Default 1 h, up to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan RetryMaximum { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Calls to a participant that may fail, for one request, before the request stands still for an operator. With the
    /// waits above the default stands for about two days. Default 60, 1 to 10,000.
    /// </summary>
    [Range(1, 10_000, ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public int ParticipantAttempts { get; set; } = 60;

    /// <summary>Longest time for one call of a participant. Default 10 s, up to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan ParticipantBudget { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a participant may be busy with one request before each of its answers counts as a failure. Default 24
    /// h, up to 30 d.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan ParticipantPatience { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Longest export, all sections together, in bytes. Default 8 MiB, 1 KiB to 64 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024, ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public int MaximumExportBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// How often a request looks again whether what it waits for has come: the delivery's handling, a confirmation.
    /// Default 5 s, up to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan LookAgain { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a teardown waits for the export of data requests that came before the end. Then they are closed as not
    /// exported, the certificate says so, and the erasure goes on. Default 24 h, up to 30 d.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan SettlePatience { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How soon such a teardown looks again; the pause grows with the time, up to 5 min. Default 1 s, up to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan SettlePoll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After what time without a <c>shop/redact</c> the watchdog opens one in its place. Shopify sends it 48 h after
    /// the uninstall (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance). Default 96 h, up to 30 d.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan RedactExpectedWithin { get; set; } = TimeSpan.FromHours(96);

    /// <summary>How often the watchdog looks, on each silo. Default 1 h, 10 ms to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromHours(1);
}
