using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>Keeps one installation's tokens and hands them out. Key: the installation id.</summary>
[Alias(Aliases.IGrant)]
public interface IGrantKeeper : IGrainWithGuidKey
{
    /// <summary>
    /// A token for a call to Shopify now. Of an ended installation only a teardown gets one, until the grant is destroyed.
    /// </summary>
    [Alias("GetToken")]
    Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken);

    /// <summary>Tells that Shopify answered 401 to the token handed out; the shop becomes dormant, nothing ends.</summary>
    [Alias("ReportRefused")]
    Task ReportRefusedAsync(CancellationToken cancellationToken);

    /// <summary>Destroys the stored tokens and forgets those in memory. Twice is safe.</summary>
    [Alias("Destroy")]
    Task<bool> DestroyAsync(CancellationToken cancellationToken);
}

/// <summary>Who asks for a token.</summary>
public enum GrantUse
{
    /// <summary>The app's own work: jobs, back ends. Refused once the installation has ended.</summary>
    App = 1,

    /// <summary>The teardown of the installation, and the confirmation of its end.</summary>
    Teardown = 2,
}

/// <summary>The keeper's answer.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.TokenReply)]
public sealed record TokenReply
{
    /// <summary>The token, or null when there is none to be had.</summary>
    [Id(0)]
    public AccessToken? Token { get; init; }

    /// <summary>Why there is none: <c>installation-ended</c>, <c>grant-destroyed</c>.</summary>
    [Id(1)]
    public string? Code { get; init; }
}
