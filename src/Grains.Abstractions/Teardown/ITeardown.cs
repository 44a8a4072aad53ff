namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>
/// Confirms the end of one installation and tears it down to the certificate. Key: the installation id.
/// </summary>
[Alias(Aliases.ITeardown)]
public interface ITeardown : IGrainWithGuidKey
{
    /// <summary>
    /// Goes on with whatever is due: a confirmation, or steps until one has to wait. Poked by the poller; poking once
    /// too often does no harm.
    /// </summary>
    [Alias("Run")]
    Task RunAsync(CancellationToken cancellationToken);
}
