namespace Shopkeeper.Grains.Lifecycle;

/// <summary>How an install is carried out: section <c>Install</c>.</summary>
public sealed class InstallOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Install";

    /// <summary>
    /// The longest time for an install, waiting for permits and all calls included. Default and maximum 45 s: less than
    /// its intent lasts.
    /// </summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How often it is asked again whether a permit is still valid. Default 250 ms.</summary>
    public TimeSpan PermitPollInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// For how long what Shopify refused to a session token is answered to the same token again. Default 10 s, at most
    /// a minute: longer than that no session token lives.
    /// </summary>
    public TimeSpan RefusalKept { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Kinds of jobs that every new stay starts with. Slices add theirs.</summary>
    public IList<string> JobKinds { get; } = [];

    /// <summary>Kinds of jobs that a re-authorization starts: scopes may have changed. Slices add theirs.</summary>
    public IList<string> ReauthorizationJobKinds { get; } = [];
}
