namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>One request of the compliance desk, by its id. Its only state is its row.</summary>
[Alias(Aliases.IComplianceCase)]
public interface IComplianceCase : IGrainWithGuidKey
{
    /// <summary>Works on what is due.</summary>
    [Alias("Run")]
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Has one that stands still or waits tried again at once.</summary>
    [Alias("Retry"), SafeToRepeat]
    Task<ComplianceReply> RetryAsync(CancellationToken cancellationToken);

    /// <summary>The export was handed to the store's owner: closes the request and destroys the export.</summary>
    [Alias("Deliver"), SafeToRepeat]
    Task<ComplianceReply> DeliverAsync(string actor, CancellationToken cancellationToken);

    /// <summary>Closes a request for a reason of an operator's.</summary>
    [Alias("Close"), SafeToRepeat]
    Task<ComplianceReply> CloseAsync(string actor, string code, CancellationToken cancellationToken);
}
