namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// How patiently the end of an installation is confirmed: section <c>Teardown:Confirmation</c>. The defaults suit
/// Shopify; tests and the demo scale them down.
/// </summary>
public sealed class ConfirmationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Teardown:Confirmation";

    /// <summary>
    /// The wait after the first answer that proves nothing; doubled with each further one. Default 1 s.
    /// </summary>
    public TimeSpan BackoffFirst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait while the backoff grows. Default 60 s.</summary>
    public TimeSpan BackoffMaximum { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait between answers once the backoff has reached its maximum. Default 1 h.</summary>
    public TimeSpan PatientInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How far apart two answers of 200 must be to deny the end. Default 60 s.</summary>
    public TimeSpan SupersededAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an end may stay unconfirmed before it stands visibly stalled. Default 48 h.</summary>
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromHours(48);
}
