using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Storage.Retention;

/// <summary>How long what has done its work is kept: section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Retention";

    private const string Minimum = "01:00:00";
    private const string Maximum = "3650.00:00:00";

    /// <summary>
    /// Jobs that have ended, and with them the idempotency keys that they were ordered under. Default 30 d; 1 h to
    /// 3,650 d.
    /// </summary>
    [Range(typeof(TimeSpan), Minimum, Maximum, ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan FinishedJobs { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The log of calls to Shopify. Default 30 d; 1 h to 3,650 d.</summary>
    [Range(typeof(TimeSpan), Minimum, Maximum, ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan ApiLogs { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Deliveries that could not be handled. Those of a shop that no installation is stored of go after 72 h in any
    /// case. Default 30 d; 1 h to 3,650 d.
    /// </summary>
    [Range(typeof(TimeSpan), Minimum, Maximum, ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What operators ordered, with their notes. Default 400 d; 30 d to 3,650 d.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", Maximum, ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan AuditLog { get; set; } = TimeSpan.FromDays(400);

    /// <summary>
    /// For how long a request that is repeated under its <c>Idempotency-Key</c> is known again. Default 7 d; 1 d to
    /// 365 d.
    /// </summary>
    [Range(
        typeof(TimeSpan), "1.00:00:00", "365.00:00:00", ErrorMessage = "{0} is from {1} to {2}; set it within.")]
    public TimeSpan IdempotencyKeys { get; set; } = TimeSpan.FromDays(7);
}
