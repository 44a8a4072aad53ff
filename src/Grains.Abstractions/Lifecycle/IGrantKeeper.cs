using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>Keeps one installation's tokens and hands them out. Key: the installation id.</summary>
[Alias(Aliases.IGrant)]
public interface IGrantKeeper : IGrainWithGuidKey
{
    /// <summary>
    /// A token for a call to Shopify now. Of an ended installation only a teardown gets one, until the grant is
    /// destroyed.
    /// </summary>
    [Alias("GetToken")]
    Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken);

    /// <summary>
    /// Tells that Shopify answered 401 to a token; the shop becomes dormant, nothing ends. A token that was replaced
    /// meanwhile says nothing.
    /// </summary>
    [Alias("ReportRefused")]
    Task ReportRefusedAsync(AccessToken refused, CancellationToken cancellationToken);

    /// <summary>
    /// Tells that Shopify took a token: a dormant shop is so no more, if the token is the current one.
    /// </summary>
    [Alias("ReportAccepted")]
    Task ReportAcceptedAsync(AccessToken accepted, CancellationToken cancellationToken);

    /// <summary>Destroys the stored tokens and forgets those in memory. Twice is safe.</summary>
    [Alias("Destroy")]
    Task<bool> DestroyAsync(CancellationToken cancellationToken);
}
